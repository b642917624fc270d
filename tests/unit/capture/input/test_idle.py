import sys

import pytest

from capture.health import SourceUnavailableError
from capture.input.idle import UnknownIdle, Win32Idle, open_idle_clock


def test_where_nothing_tells_nothing_is_known() -> None:
    assert UnknownIdle().idle_s() is None


@pytest.mark.skipif(sys.platform == "win32", reason="this is Windows")
def test_the_clock_of_windows_knows_nothing_elsewhere() -> None:
    assert Win32Idle().idle_s() is None


@pytest.mark.skipif(sys.platform != "linux", reason="speaks of an X11 session")
def test_without_a_display_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(SourceUnavailableError, match="no display"):
        open_idle_clock()
