"""Several threads and openings at one log, and its closing."""

import threading

import pytest

from storage.log import Log, LogClosedError
from tests.contract.log.members import Open, focus, read_all


def test_a_closed_log_refuses(open_log: Open) -> None:
    log = open_log()
    log.close()
    with pytest.raises(LogClosedError):
        log.append([focus(1)])
    with pytest.raises(LogClosedError):
        log.read("reader")
    with pytest.raises(LogClosedError):
        log.wait(0, 1)


def test_closing_wakes_who_waits(open_log: Open) -> None:
    log = open_log()
    woken = threading.Event()

    def wait() -> None:
        with pytest.raises(LogClosedError):
            log.wait(log.head(), 200)
        woken.set()

    waiter = threading.Thread(target=wait)
    waiter.start()
    log.close()
    waiter.join(60)
    assert woken.is_set()


def test_many_threads_append_and_nothing_is_lost_or_twice(log: Log) -> None:
    log.subscribe("reader", ["*"])

    def work(name: int) -> None:
        for turn in range(20):
            log.append([focus(f"{name}-{turn}-{n}") for n in range(5)])

    threads = [threading.Thread(target=work, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = read_all(log, "reader", limit=77)
    assert len(found) == len({event.uid for event in found}) == 800
    for name in range(8):
        mine = [focus(f"{name}-{turn}-{n}").uid for turn in range(20) for n in range(5)]
        wanted = set(mine)
        assert [event.uid for event in found if event.uid in wanted] == mine


def test_two_openings_append_to_one_order(open_log: Open) -> None:
    first, second = open_log(), open_log()
    first.subscribe("reader", ["*"])

    def work(log: Log, name: str) -> None:
        for turn in range(25):
            log.append([focus(f"{name}-{turn}-{n}") for n in range(4)])

    threads = [threading.Thread(target=work, args=pair) for pair in ((first, "a"), (second, "b"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert first.head() == second.head()
    assert len(read_all(second, "reader")) == 200
