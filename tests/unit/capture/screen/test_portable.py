import sys

import pytest

from capture.health import SourceUnavailableError
from capture.screen.portable import PortableScreen


@pytest.mark.skipif(sys.platform != "linux", reason="this system may have a screen")
def test_says_that_there_is_no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(SourceUnavailableError):
        PortableScreen()
