import pytest

from capture.windows.protocol import WindowSystemError
from capture.windows.watch import WindowWatch
from tests.unit.capture.surroundings import Around


def test_says_why_windows_cannot_be_seen_to_who_asks_the_activity(
    around: Around, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(WindowSystemError):
        WindowWatch().run(around.context())
    assert around.activity.focus.window is None
    assert "display" in around.activity.focus.cause
