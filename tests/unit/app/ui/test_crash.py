"""A mistake of the window is shown, with a report that holds no content."""

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.crash import CrashDialog, CrashGuard, report

SECRET = "my diary says"


def _fail() -> None:
    secret = SECRET
    raise ValueError(f"cannot read {secret}")


@pytest.fixture
def guard(qtbot: QtBot) -> Iterator[CrashGuard]:
    before = sys.excepthook
    made = CrashGuard(lambda: None)
    yield made
    made.close()
    assert sys.excepthook is before


def _dialog() -> CrashDialog | None:
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, CrashDialog) and w.isVisible()), None)


def test_a_report_names_lines_and_no_content() -> None:
    try:
        _fail()
    except ValueError as error:
        text = report(type(error), error.__traceback__)
    assert "builtins.ValueError" in text
    assert "test_crash.py" in text
    assert "in _fail" in text
    assert SECRET not in text


def test_what_nobody_caught_is_logged_and_shown_once(
    guard: CrashGuard, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        try:
            _fail()
        except ValueError as error:
            sys.excepthook(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: _dialog() is not None)
    dialog = _dialog()
    assert dialog is not None
    assert SECRET not in dialog.text.toPlainText() + caplog.text
    assert "in _fail" in caplog.text
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == dialog.text.toPlainText()
    qtbot.mouseClick(dialog.go_on_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: _dialog() is None)


def test_other_threads_are_covered_and_quitting_is_offered(guard: CrashGuard, qtbot: QtBot) -> None:
    thread = threading.Thread(target=_fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: _dialog() is not None)
    dialog = _dialog()
    assert dialog is not None
    with qtbot.waitSignal(guard.quitWanted):
        qtbot.mouseClick(dialog.quit_button, Qt.MouseButton.LeftButton)
