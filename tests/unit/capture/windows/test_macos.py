import sys

import pytest

from capture.windows.macos import MacWindows
from capture.windows.protocol import WindowSystemError


@pytest.mark.skipif(sys.platform == "darwin", reason="this is a Mac")
def test_elsewhere_it_says_so() -> None:
    with pytest.raises(WindowSystemError, match="no Mac"):
        MacWindows()


@pytest.mark.skipif(sys.platform != "darwin", reason="needs a Mac")
def test_sees_the_windows_of_this_session() -> None:
    assert all(window.area is not None for window in MacWindows().visible())
