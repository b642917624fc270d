"""Counts and hashes that tell whether two stores hold the same."""

from dataclasses import replace

import pytest

from storage.migration.digest import DAY_US, Digest, day_of, digest_day, digest_store, event_hash
from storage.sqlite.open import SqliteStorage
from storage.topics import WINDOW_FOCUS
from tests.unit.storage.conftest import MakeEvent


@pytest.mark.parametrize(
    "change",
    [
        {"uid": bytes(16)},
        {"topic": "other"},
        {"device": "phone"},
        {"start_us": -1},
        {"end_us": 10**9},
        {"received_us": 1},
        {"tz_offset_min": 0},
        {"uncertainty_us": 1},
        {"text": ""},
        {"data": {"app": "editor", "title": "Notes"}},
        {"media": "0f" * 32},
        {"parent": bytes(16)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_every_field_counts(make_event: MakeEvent, change: dict[str, object]) -> None:
    event = make_event(1)
    assert event_hash(replace(event, **change)) != event_hash(event)  # type: ignore[arg-type]


def test_neither_the_order_of_events_nor_of_fields_counts(make_event: MakeEvent) -> None:
    one, two = make_event(1), make_event(2)
    turned = replace(one, data=dict(reversed(list(one.data.items()))))
    assert Digest().plus(one).plus(two) == Digest().plus(two).plus(turned)
    assert Digest().plus(one).plus(one) != Digest().plus(two).plus(two)


def test_a_store_is_counted_by_topic_and_day(storage: SqliteStorage, make_event: MakeEvent) -> None:
    day_s = DAY_US // 1_000_000
    events = [make_event(n, at_s=at) for n, at in enumerate((-1, 0, day_s - 1, day_s))]
    storage.log.append(events)
    read: list[int] = []
    found = digest_store(storage.store, read.append, lambda: False)
    assert {day: digest.count for day, digest in found.items()} == {
        (WINDOW_FOCUS, -1): 1,
        (WINDOW_FOCUS, 0): 2,
        (WINDOW_FOCUS, 1): 1,
    }
    assert read[-1] == 4
    assert day_of(events[0]) == (WINDOW_FOCUS, -1)
    for day, digest in found.items():
        assert digest_day(storage.store, day) == digest


def test_an_event_that_reaches_into_a_day_is_counted_where_it_starts(
    storage: SqliteStorage, make_event: MakeEvent
) -> None:
    storage.log.append([make_event(1, at_s=-10, length_s=100_000)])
    assert digest_day(storage.store, (WINDOW_FOCUS, -1)).count == 1
    assert digest_day(storage.store, (WINDOW_FOCUS, 0)) == Digest()


def test_it_ends_when_cancelled(storage: SqliteStorage, make_event: MakeEvent) -> None:
    storage.log.append([make_event(n) for n in range(2_500)])
    read: list[int] = []
    digest_store(storage.store, read.append, lambda: True)
    assert read == [2_000]
