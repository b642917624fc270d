"""Entries of a log, read without leaving anything behind."""

from storage.clock import SystemClock
from storage.log import EntryKind
from storage.migration.source import LogSource
from storage.sqlite.open import SqliteStorage, open_sqlite
from tests.unit.storage.conftest import MakeEvent


def test_every_entry_comes_once_in_order_and_no_group_is_made(storage: SqliteStorage, make_event: MakeEvent) -> None:
    storage.log.append([make_event(n) for n in range(5)])
    storage.log.extend(make_event(1).uid, 10**9)
    storage.log.delete([make_event(2).uid])
    groups = storage.log.groups()
    reader = open_sqlite(storage.path.parent, clock=SystemClock(), read_only=True)
    source, offset, found = LogSource(reader), 0, []
    while offset < source.head():
        batch = source.read(offset, 2)
        found += [(entry.kind, entry.uid) for entry in batch.entries if entry.event or entry.kind is EntryKind.DELETE]
        offset = batch.offset
    uid = [make_event(n).uid for n in range(5)]
    assert found == [
        *((EntryKind.EVENT, uid[n]) for n in (0, 1, 3, 4)),
        (EntryKind.EXTEND, uid[1]),
        (EntryKind.DELETE, uid[2]),
    ]
    assert offset == storage.log.head()
    assert storage.log.groups() == groups
    reader.close()


def test_what_was_appended_meanwhile_is_read_with_its_new_names(storage: SqliteStorage, make_event: MakeEvent) -> None:
    source = LogSource(storage)
    assert source.read(0, 10).entries == ()
    storage.log.append([make_event(1, device="watch")])
    [entry] = source.read(0, 10).entries
    assert entry.event == make_event(1, device="watch")


def test_a_folder_is_named_by_where_it_is(storage: SqliteStorage) -> None:
    assert LogSource(storage).name == f"sqlite:{storage.path.resolve()}"
