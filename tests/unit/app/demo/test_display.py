import subprocess

import pytest

from app.demo.desktop import VirtualDesktop
from app.demo.programs import ProgramFailedError


def test_has_the_size_asked_for_and_a_window_manager(desktop: VirtualDesktop) -> None:
    assert desktop.programs.run(["xdotool", "getdisplaygeometry"]).split() == ["1600", "900"]
    supported = desktop.programs.run(["xprop", "-root", "_NET_SUPPORTED"])
    assert "_NET_ACTIVE_WINDOW" in supported


def test_keys_held_long_are_not_repeated(desktop: VirtualDesktop) -> None:
    assert "auto repeat:  off" in desktop.programs.run(["xset", "q"])


def test_nobody_without_the_cookie_gets_in(desktop: VirtualDesktop) -> None:
    environment = desktop.environment() | {"XAUTHORITY": "/dev/null"}
    answer = subprocess.run(["xset", "q"], env=environment, capture_output=True, text=True)
    assert answer.returncode != 0
    assert "unable to open display" in answer.stderr


def test_several_screens_at_once_get_numbers_of_their_own(desktop: VirtualDesktop) -> None:
    with VirtualDesktop(640, 480) as second:
        assert second.screen.name != desktop.screen.name
        assert second.programs.run(["xdotool", "getdisplaygeometry"]).split() == ["640", "480"]


def test_a_screen_that_went_away_is_gone() -> None:
    with VirtualDesktop(640, 480) as brief:
        brief.programs.end(brief.screen.server)
        with pytest.raises(ProgramFailedError):
            brief.programs.run(["xset", "q"])
