import sys

import pytest

from capture.windows.protocol import WindowSystemError
from capture.windows.win32 import Win32Windows


@pytest.mark.skipif(sys.platform == "win32", reason="this is Windows")
def test_elsewhere_it_says_so() -> None:
    with pytest.raises(WindowSystemError, match="not Microsoft Windows"):
        Win32Windows()


@pytest.mark.skipif(sys.platform != "win32", reason="needs Windows")
def test_sees_the_windows_of_this_desktop() -> None:
    windows = Win32Windows()
    try:
        assert all(window.area is not None for window in windows.visible())
    finally:
        windows.close()
