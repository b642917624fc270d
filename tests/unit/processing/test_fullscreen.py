import os
import subprocess
from collections.abc import Iterator

import pytest

from processing.fullscreen import FullScreenProbe
from tests.data.observed import until
from tests.data.private_screen import private_screen


@pytest.fixture
def screen() -> Iterator[str]:
    """A private X screen with a window manager."""
    with private_screen(640, 480) as display:
        environment = {**os.environ, "DISPLAY": display}
        manager = subprocess.Popen(["openbox"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(lambda: "window id" in _property(display, "_NET_SUPPORTING_WM_CHECK"))
        yield display
        manager.terminate()
        manager.wait(60)


def _property(display: str, name: str) -> str:
    found = subprocess.run(["xprop", "-display", display, "-root", name], capture_output=True, text=True, check=False)
    return found.stdout


def test_a_window_that_takes_the_whole_screen_is_noticed(screen: str) -> None:
    probe = FullScreenProbe(screen)
    environment = {**os.environ, "DISPLAY": screen}
    assert not probe()

    terminal = subprocess.Popen(["xterm", "-fullscreen", "-e", "cat"], env=environment, stdin=subprocess.PIPE)
    try:
        until(probe)
    finally:
        terminal.kill()
        terminal.communicate()
    until(lambda: not probe())


def test_without_a_screen_nothing_is_full() -> None:
    assert not FullScreenProbe(":12345")()
