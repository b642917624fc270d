"""The list of long events."""

import pytest

from storage.pyramid.lengths import SHORT_US
from storage.sqlite.open import SqliteStorage
from storage.sqlite.spans import add_long, remove_long


@pytest.mark.parametrize(("length_us", "listed"), [(SHORT_US, 0), (SHORT_US + 1, 1), (2**60, 1)])
def test_only_long_events_are_listed_and_come_off_again(storage: SqliteStorage, length_us: int, listed: int) -> None:
    def listing() -> list[tuple[object, ...]]:
        with storage.readers.lend() as connection:
            return connection.execute("SELECT * FROM long_event").fetchall()

    storage.writer.run(lambda connection: add_long(connection, [(1, 5, 5 + length_us, 9)]))
    assert len(listing()) == listed
    storage.writer.run(lambda connection: remove_long(connection, 1, 5, 5 + length_us, 9))
    assert listing() == []
