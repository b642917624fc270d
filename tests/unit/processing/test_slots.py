import threading
from concurrent.futures import ThreadPoolExecutor

from processing.slots import Slots
from tests.data.observed import until

NEVER = threading.Event()


def test_the_most_urgent_goes_first() -> None:
    slots = Slots(1)
    order: list[int] = []
    queued = [threading.Event() for _ in range(3)]

    def work(priority: int, ready: threading.Event) -> None:
        ready.set()
        with slots.taken(priority, NEVER) as got:
            assert got
            order.append(priority)

    with ThreadPoolExecutor(3) as pool, slots.taken(0, NEVER):
        for priority, ready in zip((30, 20, 10), queued, strict=True):
            pool.submit(work, priority, ready)
            ready.wait()
        until(lambda: slots.waiting() == 3)
    assert order == [10, 20, 30]


def test_no_more_work_at_once_than_there_are_places() -> None:
    slots = Slots(2)
    at_work, most, lock = 0, 0, threading.Lock()
    both = threading.Barrier(2, timeout=60)

    def work() -> None:
        nonlocal at_work, most
        with slots.taken(1, NEVER):
            with lock:
                at_work += 1
                most = max(most, at_work)
            both.wait()
            with lock:
                at_work -= 1

    with ThreadPoolExecutor(6) as pool:
        for done in [pool.submit(work) for _ in range(6)]:
            done.result()
    assert most == 2


def test_who_stops_waiting_gets_no_place_and_blocks_nobody() -> None:
    slots, stop = Slots(1), threading.Event()
    with ThreadPoolExecutor(1) as pool:
        with slots.taken(0, NEVER):

            def wait_in_vain() -> bool:
                with slots.taken(1, stop) as got:
                    return got

            waiting = pool.submit(wait_in_vain)
            stop.set()
            slots.wake()
            assert waiting.result() is False
        with slots.taken(5, NEVER) as got:
            assert got


def test_more_places_let_the_next_one_in() -> None:
    slots = Slots(1)
    with ThreadPoolExecutor(1) as pool, slots.taken(0, NEVER):

        def enter() -> bool:
            with slots.taken(1, NEVER) as got:
                return got

        second = pool.submit(enter)
        slots.resize(2)
        assert second.result() is True
