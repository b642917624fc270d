"""A display that is lost ends the process in order, however it is noticed."""

import os
import subprocess
import sys

import pytest

from app.ui.display_loss import EXIT_CODE

START = """
import threading
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QApplication
from app.ui import display_loss

application = QApplication([])
display_loss.DEADLINE_S = 1.0
"""
NOTICED = """
qWarning("The X11 connection broke (error 1). Did the X11 server die?")
print("went on")
"""


def run(program: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-u", "-c", program]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


def test_everything_is_stopped_before_the_process_ends() -> None:
    answer = run(f"{START}display_loss.DisplayLoss(lambda: print('stopped')){NOTICED}")
    assert answer.returncode == EXIT_CODE
    assert answer.stdout == "stopped\n"
    assert "the display is gone" in answer.stderr


@pytest.mark.parametrize("end", ["threading.Event().wait", "lambda: 1 / 0"])
def test_what_cannot_be_stopped_does_not_keep_the_process(end: str) -> None:
    answer = run(f"{START}display_loss.DisplayLoss({end}){NOTICED}")
    assert answer.returncode == EXIT_CODE
    assert answer.stdout == ""


def test_other_warnings_are_passed_on() -> None:
    program = f"{START}from PySide6.QtCore import qInstallMessageHandler\n"
    program += "qInstallMessageHandler(lambda kind, context, message: print('said', message))\n"
    program += "display_loss.DisplayLoss(lambda: print('stopped'))\nqWarning('a font is missing')\n"
    answer = run(program)
    assert answer.returncode == 0
    assert answer.stdout == "said a font is missing\n"
