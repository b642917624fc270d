"""Classes of length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.sqlite.open import SqliteStorage
from storage.sqlite.spans import ENDLESS, FIRST_LEVEL, SHORT_US, add_long, length_class, reach_us, remove_long


@given(st.integers(0, 2**61))
def test_a_class_is_the_first_that_is_long_enough(length_us: int) -> None:
    found = length_class(length_us)
    assert length_us <= reach_us(found)
    assert found == FIRST_LEVEL or length_us > reach_us(found - 1)
    assert FIRST_LEVEL <= found <= ENDLESS


@pytest.mark.parametrize(("length_us", "listed"), [(SHORT_US, 0), (SHORT_US + 1, 1), (2**60, 1)])
def test_only_long_events_are_listed_and_come_off_again(storage: SqliteStorage, length_us: int, listed: int) -> None:
    def listing() -> list[tuple[object, ...]]:
        with storage.readers.lend() as connection:
            return connection.execute("SELECT * FROM long_event").fetchall()

    storage.writer.run(lambda connection: add_long(connection, [(1, 5, 5 + length_us, 9)]))
    assert len(listing()) == listed
    storage.writer.run(lambda connection: remove_long(connection, 1, 5, 5 + length_us, 9))
    assert listing() == []
