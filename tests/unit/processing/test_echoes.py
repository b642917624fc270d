from processing.echoes import conclude
from storage.events import Event, JsonValue, new_uid
from storage.topics import TRANSCRIPT
from tests.data.observed import NOON_US

SECOND_US = 1_000_000
REPORT = "Please send the quarterly report to the finance department before Friday."


def said(text: str, start_s: float, *, played: bool = False, device: str = "desk", received_s: float = 20) -> Event:
    words: list[JsonValue] = [
        {"word": word, "start_us": number * 300_000, "end_us": number * 300_000 + 250_000}
        for number, word in enumerate(text.split())
    ]
    start_us = NOON_US + round(start_s * SECOND_US)
    received_us = NOON_US + round(received_s * SECOND_US)
    end_us = start_us + len(words) * 300_000
    data: dict[str, JsonValue] = {"words": words, **({"played": True} if played else {})}
    return Event(new_uid(), TRANSCRIPT, device, start_us, end_us, received_us, text=text, data=data)


def echoes(*events: Event, now_s: float = 200) -> list[tuple[str | None, object]]:
    found = conclude(events, NOON_US + round(now_s * SECOND_US))
    return [(one.parent.text, one.data["of"]) for one in found if one.worth]


def test_the_same_words_at_the_same_time_are_an_echo_though_one_was_misheard() -> None:
    played = said(REPORT, 10, played=True)
    heard = said(REPORT.replace("finance", "fine ants").lower(), 10.3)

    assert echoes(played, heard) == [(heard.text, played.uid.hex())]


def test_what_was_cut_elsewhere_is_an_echo_all_the_same() -> None:
    first, second = said("Good morning and welcome", 10, played=True), said("to the weekly meeting", 11.3, played=True)
    heard = [said("Good morning", 10.2), said("and welcome to the weekly meeting", 10.9)]

    assert [of for _, of in echoes(first, second, *heard)] == [first.uid.hex(), second.uid.hex()]


def test_other_words_another_time_or_another_computer_are_none() -> None:
    played = said(REPORT, 10, played=True)

    assert echoes(played, said("I have sent it to them on Monday already", 10)) == []
    assert echoes(played, said(REPORT, 30)) == []
    assert echoes(played, said(REPORT, 10, device="laptop")) == []
    assert echoes(said(REPORT, 10), said(REPORT, 10.2)) == [], "nothing was played"
    assert echoes(played, said(f"{REPORT} Wait I have a question about that can you go back", 10)) == []


def test_one_or_two_words_must_be_the_very_same() -> None:
    played = said("Yes of course", 10, played=True)

    assert [text for text, _ in echoes(played, said("Of course", 10.4), said("Of horse", 10.4))] == ["Of course"]


def test_a_counterpart_may_still_come_for_a_minute() -> None:
    heard = said(REPORT, 10)

    (waiting,) = conclude([heard], NOON_US + 60 * SECOND_US)
    (over,) = conclude([heard], NOON_US + 90 * SECOND_US)

    assert (waiting.over, waiting.worth) == (False, False)
    assert (over.over, over.worth) == (True, False)
