import sys

import pytest

from capture.health import SourceUnavailableError
from capture.screen.changes import Change
from capture.screen.schedule import Trigger
from capture.sources.screen import ScreenSettings, ScreenSource, _worth_keeping
from storage.topics import SCREEN
from tests.unit.capture.surroundings import Around


@pytest.mark.skipif(sys.platform != "linux", reason="speaks of an X11 session")
def test_without_a_display_there_is_nothing_to_see(around: Around, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(SourceUnavailableError, match="no display"):
        ScreenSource(ScreenSettings()).run(around.context())
    assert around.events(SCREEN) == []


@pytest.mark.parametrize(
    ("change", "trigger", "kept"),
    [
        (Change(same=True, share=0.0, seen=True), Trigger.CLICK, False),
        (Change(same=False, share=0.0001, seen=False), Trigger.CHANGE, True),
        (Change(same=False, share=0.0, seen=False), Trigger.CHANGE, False),
        (Change(same=False, share=0.0, seen=False), Trigger.TYPING_PAUSE, True),
        (Change(same=False, share=0.0001, seen=True), Trigger.CHANGE, False),
        (Change(same=False, share=0.3, seen=True), Trigger.CHANGE, True),
        (Change(same=False, share=0.3, seen=True), Trigger.FOCUS, True),
    ],
)
def test_keeps_what_changed_but_not_a_blinking_cursor(change: Change, trigger: Trigger, kept: bool) -> None:
    assert _worth_keeping(change, trigger) is kept
