import sys

import pytest

from capture.clipboard.win32 import Win32Clipboard
from capture.health import SourceUnavailableError


@pytest.mark.skipif(sys.platform == "win32", reason="this is that system")
def test_elsewhere_it_says_so() -> None:
    with pytest.raises(SourceUnavailableError, match="not Microsoft Windows"):
        Win32Clipboard()


@pytest.mark.skipif(sys.platform != "win32", reason="needs that system")
def test_nothing_is_copied_at_first() -> None:
    assert not Win32Clipboard().copied()
