import pytest

from capture.windows.protocol import WindowSystemError
from capture.x11 import XConnection


@pytest.mark.parametrize(("display", "says"), [("", "DISPLAY is not set"), (":987", ":987 does not answer")])
def test_says_why_there_is_no_display(monkeypatch: pytest.MonkeyPatch, display: str, says: str) -> None:
    monkeypatch.setenv("DISPLAY", display)
    with pytest.raises(WindowSystemError, match=says):
        XConnection()
