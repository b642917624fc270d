import pytest

from capture.gate import GateState
from capture.source import Draft
from storage.log import LogFullError
from storage.topics import CLIPBOARD, SCREEN
from tests.unit.capture.surroundings import NOON_US, Around

DRAFT = Draft(CLIPBOARD, NOON_US, NOON_US, data={"characters": 4}, text="text")
PICTURE = Draft(
    SCREEN,
    NOON_US,
    NOON_US,
    data={"display": 0, "width": 1, "height": 1, "trigger": "start"},
    content=b"a picture",
    kind="image/webp",
)


def test_what_is_kept_is_in_the_log_with_its_media(around: Around) -> None:
    event = around.context().keep(PICTURE)
    assert event is not None
    kept = around.events(SCREEN)[0]
    assert (kept.uid, kept.start_us, kept.device, kept.tz_offset_min) == (event.uid, NOON_US, "here", 60)
    assert around.media.get(str(kept.media)) == b"a picture"
    assert around.status.health.events == 1


def test_what_was_seen_before_a_pause_is_kept_neither_in_the_log_nor_as_media(around: Around) -> None:
    context = around.context()
    around.gate.close(GateState.PAUSED)
    assert context.over()
    assert context.keep(PICTURE) is None
    assert around.events(SCREEN) == []
    assert around.media.size_bytes() == 0


def test_a_span_is_not_extended_into_a_pause(around: Around) -> None:
    context = around.context()
    event = context.keep(DRAFT)
    assert event is not None
    around.gate.close(GateState.PRIVATE)
    assert not context.extend(event.uid, NOON_US + 1_000_000)
    assert around.events(CLIPBOARD)[0].end_us == NOON_US


def test_a_span_that_its_owner_deleted_is_not_extended(around: Around) -> None:
    context = around.context()
    assert not context.extend(bytes(16), NOON_US)


def test_a_full_disk_is_for_the_caller_to_handle(around: Around) -> None:
    around.fill_disk()
    with pytest.raises(LogFullError):
        around.context().keep(DRAFT)
    assert around.status.health.events == 0


def test_a_run_is_over_when_it_is_stopped(around: Around) -> None:
    context = around.context()
    assert not context.over()
    around.stopped.set()
    assert context.over()
