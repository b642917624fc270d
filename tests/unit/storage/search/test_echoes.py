"""What an echo is; that every store and view agrees is in `tests/contract/test_echoes`."""

from storage.events import Event, new_uid
from storage.search.echoes import echo_spans, heard_once
from storage.topics import CLIPBOARD, ECHO, TRANSCRIPT


def event(topic: str, start_us: int, end_us: int, parent: bytes | None = None) -> Event:
    return Event(new_uid(), topic, "desk", start_us, end_us, end_us, parent=parent)


class Marks:
    """A store that knows marks alone."""

    def __init__(self, *marks: Event) -> None:
        self.marks = marks
        self.asked: list[tuple[int | None, int | None]] = []

    def scan(self, query):  # type: ignore[no-untyped-def]
        self.asked.append((query.start_us, query.end_us))
        assert query.topics == (ECHO,)
        yield [mark for mark in self.marks if mark.start_us < query.end_us and mark.end_us > query.start_us]


def test_the_marked_are_left_out_and_the_order_is_kept() -> None:
    first, echo, copied, last = (
        event(topic, at, at + 5) for at, topic in ((1, TRANSCRIPT), (2, TRANSCRIPT), (3, CLIPBOARD), (9, TRANSCRIPT))
    )
    store = Marks(event(ECHO, 2, 7, echo.uid))

    assert heard_once(store, [last, echo, copied, first]) == [last, copied, first]  # type: ignore[arg-type]


def test_where_nothing_was_said_no_mark_is_looked_for() -> None:
    copied, store = event(CLIPBOARD, 3, 3), Marks()

    assert heard_once(store, [copied]) == [copied]  # type: ignore[arg-type]
    assert store.asked == []


def test_spans_are_those_of_the_marks() -> None:
    store = Marks(event(ECHO, 2, 7), event(ECHO, 20, 30))

    assert echo_spans(store, 0, 25) == [(2, 7), (20, 30)]  # type: ignore[arg-type]
    assert echo_spans(store, 8, 19) == []  # type: ignore[arg-type]
