from processing.sessions import conclude
from processing.stretches import Conclusion
from storage.events import Event, new_uid
from storage.topics import WINDOW_FOCUS
from tests.data.observed import NOON_US

MINUTE_US = 60_000_000


def focus(app: str, minute: float, length: float, title: str = "page") -> Event:
    start_us = NOON_US + round(minute * MINUTE_US)
    end_us = start_us + round(length * MINUTE_US)
    return Event(new_uid(), WINDOW_FOCUS, "desk", start_us, end_us, start_us, data={"app": app, "title": title})


def shown(found: list[Conclusion]) -> list[tuple[object, float, float, bool, bool]]:
    return [
        (one.data["app"], (one.start_us - NOON_US) / MINUTE_US, (one.end_us - NOON_US) / MINUTE_US, one.over, one.worth)
        for one in found
    ]


def test_short_interruptions_belong_to_a_session_and_long_ones_end_it() -> None:
    events = [focus("Editor", 0, 10, "a"), focus("Mail", 10, 2), focus("Editor", 12, 8, "b"), focus("Editor", 40, 5)]

    found = conclude(events, NOON_US + 120 * MINUTE_US)

    assert shown(found) == [
        ("Editor", 0, 20, True, True),
        ("Mail", 10, 12, True, True),
        ("Editor", 40, 45, True, True),
    ]
    assert found[0].data["active_us"] == 18 * MINUTE_US
    assert found[0].data["titles"] == ["a", "b"]
    assert found[0].parent == events[0]


def test_what_may_go_on_is_not_over_and_a_glance_is_not_worth_it() -> None:
    found = conclude([focus("Editor", 0, 10), focus("Mail", 10, 0.2)], NOON_US + 12 * MINUTE_US)

    assert shown(found) == [("Editor", 0, 10, False, True), ("Mail", 10, 10.2, False, False)]
