"""SIGTERM reaches the event loop."""

import os
import signal

from pytestqt.qtbot import QtBot

from app.ui.signals import EndSignals


def test_sigterm_and_sigint_are_told_on_the_main_thread(qtbot: QtBot) -> None:
    signals = EndSignals()
    try:
        for number in (signal.SIGTERM, signal.SIGINT):
            with qtbot.waitSignal(signals.received):
                os.kill(os.getpid(), number)
    finally:
        signals.close()


def test_closing_puts_back_what_was_there(qtbot: QtBot) -> None:
    before = signal.getsignal(signal.SIGTERM)
    EndSignals().close()
    assert signal.getsignal(signal.SIGTERM) is before
