import os
import subprocess
import sys

import pytest

PROGRAM = """
from capture.health import SourceUnavailableError
from capture.input.listen import listening

class Nobody:
    def key(self): ...
    def click(self, x, y, button): ...
    def scroll(self): ...
    def move(self, x, y): ...

try:
    with listening(Nobody()):
        print("listening")
except SourceUnavailableError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="speaks of an X11 session")
def test_without_a_display_it_says_so() -> None:
    """In a process of its own: pynput keeps what it found when it was imported first."""
    bare = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    told = subprocess.run([sys.executable, "-c", PROGRAM], env=bare, capture_output=True, text=True, timeout=60)
    assert told.returncode == 0, told.stderr
    assert "no display" in told.stdout
