from processing import stretches
from processing.echoes import ECHOES
from processing.sessions import SESSIONS
from processing.stretches import Stretches
from storage.events import Event, JsonValue, new_uid
from storage.topics import APP_SESSION, ECHO, TRANSCRIPT, WINDOW_FOCUS
from tests.data.observed import NOON_US, Place

MINUTE_US = 60_000_000


class Clock:
    """A clock that stands still until moved."""

    at_us = NOON_US

    def now_us(self) -> int:
        return self.at_us

    def monotonic_s(self) -> float:
        return self.at_us / 1e6

    def tz_offset_min(self) -> int:
        return 0


def focus(place: Place, app: str, minute: float, length: float) -> Event:
    """A window in front, appended when it comes and extended when it goes."""
    start_us = NOON_US + round(minute * MINUTE_US)
    event = Event(new_uid(), WINDOW_FOCUS, "desk", start_us, start_us, start_us, data={"app": app, "title": ""})
    place.log.append([event])
    place.log.extend(event.uid, start_us + round(length * MINUTE_US))
    return event


def sessions(place: Place) -> list[tuple[object, int]]:
    place.log.subscribe("seen", [APP_SESSION])
    place.log.seek("seen", 0)
    found = [entry.event for entry in place.log.read("seen", limit=1_000).entries if entry.event]
    return [(event.data["app"], (event.end_us - event.start_us) // MINUTE_US) for event in found]


def test_each_session_is_concluded_once_however_often_it_is_looked(place: Place) -> None:
    clock = Clock()
    for minute in range(0, 40, 4):
        focus(place, "Editor", minute, 2)
        focus(place, "Mail", minute + 2, 2)
        clock.at_us = NOON_US + (minute + 4) * MINUTE_US
        assert Stretches(place.log, clock, (SESSIONS,)).advance() == 0, "both may go on"

    clock.at_us = NOON_US + 50 * MINUTE_US
    for _ in range(3):
        Stretches(place.log, clock, (SESSIONS,)).advance()

    assert sorted(sessions(place)) == [("Editor", 38), ("Mail", 38)]
    assert place.log.lag("stretches.sessions").entries == 0


def test_one_that_goes_on_holds_back_what_would_be_read_again_with_it(place: Place) -> None:
    clock = Clock()
    focus(place, "Editor", 0, 5)
    focus(place, "Mail", 5, 2)
    clock.at_us = NOON_US + 11 * MINUTE_US  # Editor is over, Mail may go on
    one = Stretches(place.log, clock, (SESSIONS,))
    one.advance()
    focus(place, "Mail", 11, 2)
    clock.at_us = NOON_US + 60 * MINUTE_US

    one.advance()

    assert sorted(sessions(place)) == [("Editor", 5), ("Mail", 8)]


def test_more_than_is_read_at_a_time_is_concluded_as_far_as_it_goes(place: Place, monkeypatch: object) -> None:
    monkeypatch.setattr(stretches, "_MOST_ENTRIES", 10)  # type: ignore[attr-defined]
    clock = Clock()
    for minute in range(0, 60, 2):
        focus(place, "Editor", minute, 2)
    clock.at_us = NOON_US + 61 * MINUTE_US

    Stretches(place.log, clock, (SESSIONS,)).advance()
    clock.at_us += 60 * MINUTE_US
    Stretches(place.log, clock, (SESSIONS,)).advance()

    assert sum(length for _, length in sessions(place)) == 60
    assert place.log.lag("stretches.sessions").entries == 0


def transcript(place: Place, text: str, second: float, *, played: bool = False) -> Event:
    start_us = NOON_US + round(second * 1_000_000)
    words: list[JsonValue] = [
        {"word": word, "start_us": number * 300_000, "end_us": number * 300_000 + 250_000}
        for number, word in enumerate(text.split())
    ]
    data: dict[str, JsonValue] = {"words": words, **({"played": True} if played else {})}
    event = Event(new_uid(), TRANSCRIPT, "desk", start_us, start_us + 2_000_000, NOON_US, text=text, data=data)
    assert place.log.append([event]).added == 1
    return event


def marked(place: Place) -> list[bytes | None]:
    place.log.subscribe("seen", [ECHO])
    place.log.seek("seen", 0)
    return [entry.event.parent for entry in place.log.read("seen", limit=1_000).entries if entry.event]


def test_an_echo_is_marked_at_once_though_another_sentence_waits_and_only_once(place: Place) -> None:
    clock = Clock()
    transcript(place, "we should plant the apple trees", 0)
    one = Stretches(place.log, clock, (ECHOES,))
    assert one.advance() == 0, "its counterpart may come"
    transcript(place, "please send the quarterly report", 5, played=True)
    heard = transcript(place, "please send a quarterly report", 5.2)

    assert one.advance() == 1
    assert marked(place) == [heard.uid]
    assert place.log.lag("stretches.echoes").entries == 3, "the first may still turn out to be an echo"

    assert one.advance() == 0
    assert Stretches(place.log, clock, (ECHOES,)).advance() == 0, "nor after a crash"
    clock.at_us += 2 * MINUTE_US
    one.advance()
    assert marked(place) == [heard.uid]
    assert place.log.lag("stretches.echoes").entries == 0


def test_the_counterpart_that_comes_late_marks_what_waited(place: Place) -> None:
    clock = Clock()
    heard = transcript(place, "please send a quarterly report", 5.2)
    one = Stretches(place.log, clock, (ECHOES,))
    one.advance()
    clock.at_us += MINUTE_US // 2

    transcript(place, "please send the quarterly report", 5, played=True)

    assert one.advance() == 1
    assert marked(place) == [heard.uid]
