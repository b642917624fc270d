import sys

import pytest

from capture.clipboard.protocol import connect
from capture.health import SourceUnavailableError
from storage.clock import SystemClock


@pytest.mark.skipif(sys.platform != "linux", reason="speaks of an X11 session")
def test_without_a_display_there_is_no_clipboard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(SourceUnavailableError, match="no display"):
        connect(SystemClock())


def test_an_unknown_system_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "plan9")
    with pytest.raises(SourceUnavailableError, match="plan9"):
        connect(SystemClock())
