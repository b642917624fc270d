import sys

import pytest

from capture.windows.connect import connect
from capture.windows.protocol import WindowSystemError


@pytest.mark.skipif(sys.platform != "linux", reason="speaks of an X11 session")
def test_says_why_windows_cannot_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(WindowSystemError, match="DISPLAY is not set"):
        connect()


def test_an_unknown_system_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "plan9")
    with pytest.raises(WindowSystemError, match="plan9"):
        connect()
