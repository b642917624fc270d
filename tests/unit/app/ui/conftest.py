"""Widgets are tested without a screen, in one time zone and one language."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QThreadPool
from PySide6.QtWidgets import QApplication

from app.ui.recorder import RecorderModel
from tests.gui.fake_controls import FakeControls, FixedClock
from tests.unit.app.ui.sample_controls import NOW_US, sample_controls

SCREEN = Path(__file__).resolve().parents[3] / "gui" / "screen.json"
os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={SCREEN}")


@pytest.fixture(autouse=True)
def utc_and_english(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English))
    yield
    QLocale.setDefault(before)
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def controls(tmp_path: Path) -> Iterator[FakeControls]:
    with sample_controls(tmp_path) as made:
        yield made


@pytest.fixture
def recorder(qapp: QApplication, controls: FakeControls) -> Iterator[RecorderModel]:
    model = RecorderModel(controls, FixedClock(NOW_US))
    yield model
    model.stop()
    assert QThreadPool.globalInstance().waitForDone(60_000)
