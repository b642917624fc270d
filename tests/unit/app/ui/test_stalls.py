"""A main thread that is held up is named with the place."""

import logging
import threading

import pytest
from pytestqt.qtbot import QtBot

from app.ui.stalls import StallWatch


def _hold_up_the_window(until: threading.Event) -> None:
    until.wait(60)


def test_a_stall_is_named_with_its_place(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    told = threading.Event()

    class Told(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told.set()

    handler = Told()
    logging.getLogger("app.ui.stalls").addHandler(handler)
    watch = StallWatch()
    _hold_up_the_window(told)
    watch.close()
    logging.getLogger("app.ui.stalls").removeHandler(handler)
    assert "_hold_up_the_window" in caplog.text
