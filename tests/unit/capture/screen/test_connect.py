import sys

import pytest

from capture.health import SourceUnavailableError
from capture.screen.connect import connect


@pytest.mark.skipif(sys.platform != "linux", reason="speaks of an X11 session")
@pytest.mark.parametrize(("display", "says"), [(None, "DISPLAY is not set"), (":987", "does not answer")])
def test_says_why_there_is_no_screen(monkeypatch: pytest.MonkeyPatch, display: str | None, says: str) -> None:
    if display is None:
        monkeypatch.delenv("DISPLAY", raising=False)
    else:
        monkeypatch.setenv("DISPLAY", display)
    with pytest.raises(SourceUnavailableError, match=says):
        connect()
