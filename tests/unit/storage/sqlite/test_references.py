from dataclasses import replace

from storage.clock import SystemClock
from storage.events import Event, new_uid
from storage.sqlite.references import SqliteReferences
from storage.topics import SCREEN

A, B = "aa" * 32, "bb" * 32
FRAME = {"display": 0, "width": 1, "height": 1, "trigger": "start"}


def frame(media: str | None) -> Event:
    now = SystemClock().now_us()
    return Event(new_uid(), SCREEN, "laptop", now, now, now, data=FRAME, media=media)


def test_tells_who_refers_to_media(diary) -> None:
    storage = diary.storage
    references = SqliteReferences(storage.writer, storage.readers)
    events = [frame(A), frame(A), frame(B), frame(None)]
    storage.log.append(events)
    assert references.used([A, B, "cc" * 32]) == {A, B}
    assert references.uses(A) == 2
    assert list(references.media_addresses()) == [A, B]
    storage.log.delete([events[2].uid])
    assert references.used([A, B]) == {A}


def test_what_expired_is_not_missed_and_forgotten_with_its_last_event(diary) -> None:
    storage = diary.storage
    references = SqliteReferences(storage.writer, storage.readers)
    event = frame(A)
    storage.log.append([event, frame(B)])
    references.doom([A], 1)
    references.doom([A], 2)
    assert list(references.media_addresses()) == [B]
    assert references.needed([A, B]) == {B}
    assert references.doomed() == {A}
    references.spare([A])
    assert references.doomed() == set()
    storage.log.delete([event.uid])
    with storage.readers.lend() as connection:
        assert connection.execute("SELECT count(*) FROM media_expired").get == 0


def test_media_wait_for_the_groups_that_want_them(diary) -> None:
    log = diary.storage.log
    references = SqliteReferences(diary.storage.writer, diary.storage.readers)
    log.append([frame(A)])
    offset = log.head()
    log.append([frame(B)])
    for group, topic in (("eyes", SCREEN), ("ears", "device.audio.*"), ("idle", SCREEN)):
        log.subscribe(group, (topic,))
    assert references.waiting([A, B], ["eyes", "ears", "nobody"]) == {A, B}
    log.commit("eyes", offset)
    assert references.waiting([A, B], ["eyes", "ears"]) == {B}
    assert references.waiting([A, B], ["ears"]) == set()
    assert references.waiting([], ["eyes"]) == set()


def test_the_room_of_deleted_events_goes_back_to_the_disk(diary) -> None:
    storage = diary.storage
    references = SqliteReferences(storage.writer, storage.readers)
    events = [replace(frame(None), text="a long text " * 500) for _ in range(1_500)]
    storage.log.append(events)
    references.scrub()
    full = storage.path.stat().st_size
    storage.log.delete([event.uid for event in events])
    references.give_back()
    references.scrub()
    assert storage.path.stat().st_size < full / 4
    storage.log.append([frame(A)])
    assert references.used([A]) == {A}


def test_many_addresses_come_in_pages(diary) -> None:
    storage = diary.storage
    references = SqliteReferences(storage.writer, storage.readers)
    addresses = [f"{number:064x}" for number in range(1, 1_202)]
    storage.log.append([frame(address) for address in addresses])
    assert list(references.media_addresses()) == addresses
    assert references.used(addresses) == set(addresses)
