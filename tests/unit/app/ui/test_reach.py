"""The settings that reach beyond the window are followed: keys, and starting at login."""

from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from app.autostart import autostart_file
from app.settings import Settings, changed
from app.ui.global_keys import GlobalKeys
from app.ui.reach import Reach
from tests.unit.app.ui.test_global_keys import Recorder


def test_keys_and_login_follow_the_settings(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    recorder, told = Recorder(), []
    keys = GlobalKeys(open_listener=recorder.open)
    reach = Reach(keys, lambda text, *, wrong=False: told.append((text, wrong)))
    reach.follow(changed(Settings(), "general.start_at_login", "true"))
    qtbot.waitUntil(lambda: keys.listening and autostart_file().exists())
    assert len(recorder.keys) == 2
    reach.follow(changed(Settings(), "general.pause_keys", ""))
    qtbot.waitUntil(lambda: len(recorder.keys) == 1 and not autostart_file().exists())
    assert told == []
    keys.stop()
    QThreadPool.globalInstance().waitForDone(60_000)


def test_a_login_that_cannot_be_changed_is_said(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "autostart").write_text("in the way")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    told: list[tuple[str, bool]] = []
    keys = GlobalKeys(open_listener=Recorder().open)
    reach = Reach(keys, lambda text, *, wrong=False: told.append((text, wrong)))
    reach.follow(changed(Settings(), "general.start_at_login", "true"))
    qtbot.waitUntil(lambda: bool(told))
    assert told[0][1]
    assert "Starting at login" in told[0][0]
    keys.stop()
