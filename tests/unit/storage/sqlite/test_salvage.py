from pathlib import Path

import pytest

from storage.clock import SystemClock
from storage.sqlite.database import DatabaseError
from storage.sqlite.integrity import problems
from storage.sqlite.open import open_sqlite
from storage.sqlite.salvage import salvage
from storage.store import EventQuery


def test_what_can_be_read_of_a_damaged_database_is_saved(diary) -> None:
    storage = diary.storage
    for minute in range(400):
        diary.said(minute, f"sentence {minute} " + "filler " * 30, index=False)
    storage.log.subscribe("reader", ["media.*"])
    storage.log.commit("reader", 100)
    home = storage.path.parent
    storage.writer.scrub()
    storage.close()
    content = bytearray(storage.path.read_bytes())
    place = content.index(b"sentence 200 ")
    page = place // 4096 * 4096
    content[page : page + 4096] = b"\xff" * 4096
    storage.path.write_bytes(content)
    with pytest.raises(DatabaseError, match="damaged"):
        problems(storage.path)

    saved = salvage(home, clock=SystemClock())

    assert 350 <= saved.events < 400
    assert saved.gaps >= 1
    assert saved.damaged.read_bytes() == bytes(content)
    assert problems(storage.path, thorough=True) == []
    again = open_sqlite(home, clock=SystemClock())
    try:
        events = again.store.events(EventQuery())
        assert len(events) == saved.events
        assert {event.uid for event in events} <= {event.uid for event in diary.written}
        assert again.log.lag("reader").entries == saved.events - 100
    finally:
        again.close()


def test_a_sound_database_loses_nothing(diary) -> None:
    for minute in range(10):
        diary.said(minute, f"sentence {minute}", index=False)
    home = diary.storage.path.parent
    diary.storage.close()
    assert salvage(home, clock=SystemClock()).events == 10


def test_a_file_that_is_no_database_stays_where_it_is(tmp_path: Path) -> None:
    (tmp_path / "daytrail.sqlite").write_bytes(b"nonsense" * 1_000)
    with pytest.raises(DatabaseError):
        salvage(tmp_path, clock=SystemClock())
    assert (tmp_path / "daytrail.sqlite").read_bytes() == b"nonsense" * 1_000
