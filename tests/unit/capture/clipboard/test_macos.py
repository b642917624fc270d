import sys

import pytest

from capture.clipboard.macos import MacClipboard
from capture.health import SourceUnavailableError


@pytest.mark.skipif(sys.platform == "darwin", reason="this is that system")
def test_elsewhere_it_says_so() -> None:
    with pytest.raises(SourceUnavailableError, match="no Mac"):
        MacClipboard()


@pytest.mark.skipif(sys.platform != "darwin", reason="needs that system")
def test_nothing_is_copied_at_first() -> None:
    assert not MacClipboard().copied()
