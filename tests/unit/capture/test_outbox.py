from capture.health import SourceState
from capture.outbox import Outbox
from capture.source import Draft
from storage.topics import COVERAGE, MICROPHONE
from tests.unit.capture.surroundings import NOON_US, Around

MIB = 1 << 20


def sound(number: int) -> Draft:
    start_us = NOON_US + number * 8_000_000
    return Draft(
        MICROPHONE,
        start_us,
        start_us + 8_000_000,
        data={"rate_hz": 16_000, "channels": 1},
        content=bytes([number]) * MIB,
        kind="audio/flac",
    )


def test_keeps_at_once_while_there_is_room(around: Around) -> None:
    outbox = Outbox(around.context(), 4 * MIB)
    outbox.put(sound(0))
    assert len(around.events(MICROPHONE)) == 1


def test_holds_what_a_full_disk_refuses_and_keeps_it_in_order_when_there_is_room(around: Around) -> None:
    context = around.context()
    context.recording()
    outbox = Outbox(context, 4 * MIB)
    around.fill_disk()
    outbox.put(sound(0))
    outbox.put(sound(1))
    assert around.status.health.state is SourceState.UNAVAILABLE
    assert around.status.health.cause == "The disk is full."
    around.fill_disk(False)
    outbox.flush()
    assert around.events(MICROPHONE) == [], "it tries again after a while, not at once"
    around.clock.pass_s(60)
    outbox.flush()
    assert [event.start_us for event in around.events(MICROPHONE)] == [sound(0).start_us, sound(1).start_us]
    assert around.status.health.state is SourceState.RECORDING


def test_says_which_sound_was_lost_when_it_had_to_wait_too_long(around: Around) -> None:
    outbox = Outbox(around.context(), 3 * MIB)
    around.fill_disk()
    for number in range(5):
        outbox.put(sound(number))
    around.fill_disk(False)
    around.clock.pass_s(60)
    outbox.flush()
    assert [event.start_us for event in around.events(MICROPHONE)] == [sound(3).start_us, sound(4).start_us]
    lost = [event for event in around.events(COVERAGE) if event.data["state"] == "lost"]
    assert [(event.start_us, event.end_us) for event in lost] == [
        (sound(number).start_us, sound(number).end_us) for number in range(3)
    ]


def test_at_the_end_tries_once_more_and_gives_up(around: Around) -> None:
    outbox = Outbox(around.context(), 4 * MIB)
    around.fill_disk()
    outbox.put(sound(0))
    outbox.flush(last=True)
    around.fill_disk(False)
    outbox.flush(last=True)
    assert around.events(MICROPHONE) == []
