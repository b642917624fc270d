import sys
from pathlib import Path

import pytest

from capture.lock import session_locked


@pytest.mark.skipif(sys.platform != "linux", reason="asks systemd-logind")
@pytest.mark.parametrize(("hint", "locked"), [("yes", True), ("no", False), ("", False)])
def test_believes_the_hint_of_the_login_manager(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, hint: str, locked: bool
) -> None:
    """A program of the same name stands in for loginctl: locking a real session would lock out whoever tests."""
    program = tmp_path / "loginctl"
    program.write_text(f'#!/bin/sh\n[ "$2" = 7 ] && echo "{hint}"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setenv("XDG_SESSION_ID", "7")
    assert session_locked() is locked


def test_without_a_session_nothing_is_known_to_be_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_SESSION_ID", raising=False)
    assert session_locked() is False
