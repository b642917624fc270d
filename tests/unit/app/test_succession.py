import threading

from app.succession import Succession


def test_it_asks_until_the_place_is_taken_and_no_more() -> None:
    asked: list[int] = []
    taken = threading.Event()

    def take() -> bool:
        asked.append(len(asked))
        if len(asked) == 3:
            taken.set()
        return taken.is_set()

    succession = Succession(take, interval_s=0.001)
    succession.start()
    assert taken.wait(60)
    assert succession.stop(60)
    assert asked == [0, 1, 2]


def test_stopped_while_it_waits_it_never_takes_the_place() -> None:
    succession = Succession(lambda: True, interval_s=3_600)
    succession.start()
    assert succession.stop(60)
