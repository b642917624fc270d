import sys

import pytest

from capture.health import SourceUnavailableError
from capture.sources.clipboard import ClipboardSettings, ClipboardSource
from tests.unit.capture.surroundings import Around


def test_it_is_off_until_its_owner_turns_it_on() -> None:
    assert not ClipboardSettings().enabled


@pytest.mark.skipif(sys.platform != "linux", reason="speaks of an X11 session")
def test_without_a_display_there_is_nothing_to_keep(around: Around, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(SourceUnavailableError, match="no display"):
        ClipboardSource(ClipboardSettings()).run(around.context())
