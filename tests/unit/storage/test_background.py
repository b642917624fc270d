import threading

from storage.background import Background
from tests.data.observed import until


class Counting(Background):
    """Counts its runs; ends when asked to, and not before `may_end`."""

    def __init__(self) -> None:
        super().__init__("counting")
        self.runs = 0
        self.running = 0
        self.may_end = threading.Event()
        self.may_end.set()

    def run(self) -> None:
        self.runs += 1
        self.running += 1
        while not self.rest(60):
            pass
        self.may_end.wait()
        self.running -= 1


def test_it_works_from_start_to_stop_and_again() -> None:
    one = Counting()
    assert one.stop(1), "it never began"
    for runs in (1, 2):
        one.start()
        until(lambda: one.running == 1)
        assert not one.stopping
        assert one.stop(60)
        assert (one.runs, one.running, one.stopping) == (runs, 0, True)


def test_starting_twice_is_once() -> None:
    one = Counting()
    one.start()
    one.start()
    until(lambda: one.running == 1)
    assert one.stop(60)
    assert one.runs == 1


def test_one_that_does_not_end_in_time_is_told_and_never_runs_beside_the_next() -> None:
    one = Counting()
    one.may_end.clear()
    one.start()
    until(lambda: one.running == 1)
    assert not one.stop(0)

    again = threading.Thread(target=one.start)
    again.start()
    assert one.stopping, "the old one is still asked to end"
    one.may_end.set()
    again.join(60)
    until(lambda: one.runs == 2)

    assert one.running == 1
    assert one.stop(60)
