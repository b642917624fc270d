"""Waiting for the log to grow."""

import threading
from collections.abc import Iterator

import pytest

from storage.log import LogClosedError
from storage.sqlite.open import SqliteStorage
from storage.sqlite.watch import HeadWatch
from tests.unit.storage.conftest import MakeEvent


@pytest.fixture
def outsider(storage: SqliteStorage) -> Iterator[HeadWatch]:
    """A watch that no writer of its process tells anything."""
    made = HeadWatch(storage.path)
    yield made
    made.close()


def test_commits_of_others_are_noticed(outsider: HeadWatch, storage: SqliteStorage, make_event: MakeEvent) -> None:
    storage.log.append([make_event(1)])
    assert outsider.wait(0, 60) == 1


def test_a_poke_lets_a_waiter_see_that_it_should_stop(outsider: HeadWatch) -> None:
    stop = threading.Event()
    waiter = threading.Thread(target=outsider.wait, args=(10, 200, stop.is_set))
    waiter.start()
    stop.set()
    outsider.poke()
    waiter.join(60)
    assert not waiter.is_alive()


def test_a_closed_watch_refuses(storage: SqliteStorage) -> None:
    watch = HeadWatch(storage.path)
    watch.close()
    with pytest.raises(LogClosedError):
        watch.wait(0, 1)


def test_many_waiters_wake_together(storage: SqliteStorage, make_event: MakeEvent) -> None:
    seen: list[int] = []
    waiters = [threading.Thread(target=lambda: seen.append(storage.log.wait(0, 200))) for _ in range(10)]
    for waiter in waiters:
        waiter.start()
    storage.log.append([make_event(1)])
    for waiter in waiters:
        waiter.join(60)
    assert seen == [1] * 10
