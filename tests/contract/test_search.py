"""What every implementation of `Store` owes to who searches; a second one joins by a line in `stores.MEMBERS`."""

from dataclasses import replace
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from numpy.typing import NDArray

from storage.events import Event, imported_uid
from storage.search.parse import parse_query
from storage.store import HIGHLIGHT_END, HIGHLIGHT_START, Box, Meaning, SearchPage, StoreError
from storage.topics import CLIPBOARD, MEANING, SCREEN_TEXT, TRANSCRIPT, WINDOW_FOCUS
from storage.vectors import Passage, as_data, quantise
from tests.contract.stores import Member

MINUTE_US = 60_000_000
NOON_US = 1_793_534_400_000_000  # 2026-11-01 12:00 UTC

BILL = "Dear Ms Meier, the invoice of October is attached"
NET = "Net amount 1.250,00 due invoice"
PAY = "I will pay the Café invoice tomorrow"
LUNCH = "lunch then"
MODEL = "test@1"
MINUTES = "会議の議事録を共有します"
CODE = "std::vector<int> C++ x = foo_bar();"


class Diary:
    """Appends texts at minutes after noon."""

    def __init__(self, member: Member) -> None:
        self.member = member
        self._written = 0

    def add(self, topic: str, minute: float, text: str, length_min: float = 0, **data: object) -> Event:
        start_us = NOON_US + round(minute * MINUTE_US)
        end_us = start_us + round(length_min * MINUTE_US)
        uid = imported_uid("test", str(self._written))
        self._written += 1
        event = Event(uid, topic, "laptop", start_us, end_us, start_us, text=text, data=data)  # type: ignore[arg-type]
        assert self.member.log.append([event]).added == 1
        return event

    def said(self, minute: float, text: str) -> Event:
        return self.add(TRANSCRIPT, minute, text, words=[])

    def screen(self, minute: float, text: str, app: str, title: str, lines: object = ()) -> Event:
        return self.add(SCREEN_TEXT, minute, text, lines=list(lines), app=app, title=title)  # type: ignore[call-overload]

    def copied(self, minute: float, text: str, app: str) -> Event:
        return self.add(CLIPBOARD, minute, text, characters=len(text), app=app)

    def focus(self, minute: float, app: str, title: str, length_min: float) -> Event:
        return self.add(WINDOW_FOCUS, minute, title, length_min, app=app, title=title)

    def means(self, event: Event, vector: NDArray[np.float32]) -> None:
        """Append what an event's text means."""
        whole = Passage(0, len(event.text or ""), quantise(vector))
        uid, data = imported_uid("meaning", event.uid.hex()), as_data(MODEL, [whole])
        times = (event.start_us, event.end_us, event.start_us)
        carrier = Event(uid, MEANING, "laptop", *times, data=data, parent=event.uid)
        assert self.member.log.append([carrier]).added == 1

    def ask(
        self,
        text: str,
        limit: int = 20,
        cursor: str | None = None,
        zone: tzinfo = UTC,
        meaning: NDArray[np.float32] | None = None,
        floor: float = 0.5,
        model: str = MODEL,
    ) -> SearchPage:
        query = parse_query(text, now_us=NOON_US, zone=zone)
        if meaning is not None:
            query = replace(query, meaning=Meaning(model, quantise(meaning).tobytes(), floor))
        return self.member.store.search(query, limit=limit, cursor=cursor)


@pytest.fixture
def diary(member: Member) -> Diary:
    return Diary(member)


@pytest.fixture
def office(diary: Diary) -> Diary:
    diary.focus(0, "thunderbird", "Inbox", 10)
    diary.focus(10, "Google-chrome", "Invoices – Acme", 10)
    diary.screen(1, BILL, "thunderbird", "Inbox")
    diary.screen(12, NET, "Google-chrome", "Invoices – Acme")
    diary.said(13, PAY)
    diary.said(14, LUNCH)
    diary.copied(15, MINUTES, "thunderbird")
    diary.copied(16, CODE, "code")
    return diary


def texts(page: SearchPage) -> list[str | None]:
    return [hit.event.text for hit in page.hits]


ANSWERS: dict[str, set[str]] = {
    "lunch": {LUNCH},
    "LUNCH then": {LUNCH},
    "cafe": {PAY},
    "tomor*": {PAY},
    '"pay the"': {PAY},
    '"the pay"': set(),
    "invoice -meier -net": {PAY},
    'invoice -"net amount" -"will pay"': {BILL},
    "said:invoice": {PAY},
    "seen:lunch": set(),
    "kind:clipboard foo_bar": {CODE},
    "kind:speech": {LUNCH, PAY},
    "invoice app:chrome": {NET, PAY},
    'invoice app:"google chr"': {NET, PAY},
    "app:code": {CODE},
    "invoice before:2026-11-01T12:12": {BILL},
    "invoice after:2026-11-01T12:13": {PAY},
    "on:2026-11-02 invoice": set(),
    "device:phone invoice": set(),
    "device:laptop lunch": {LUNCH},
    "会議": {MINUTES},
    "議": {MINUTES},
    "会議 -共有": set(),
    "C++": {CODE},
    "vector<int>": {CODE},
    "omorro": {PAY},
    "100%": set(),
    "zebra": set(),
    "NEAR(zq zx)": set(),
    '"zq""zx"': set(),
    "lunch AND then": set(),
    "zq' & !'x": set(),
}


def test_finds_what_was_meant(office: Diary) -> None:
    assert {query: set(texts(office.ask(query))) for query in ANSWERS} == ANSWERS
    office.member.settle()
    assert {query: set(texts(office.ask(query))) for query in ANSWERS} == ANSWERS


def test_what_was_deleted_is_found_no_more_and_what_is_new_at_once(office: Diary) -> None:
    [hit] = office.ask("lunch").hits
    office.member.log.delete([hit.event.uid])
    assert office.ask("lunch").hits == office.ask("unch").hits == ()
    office.said(20, "lunch again")
    assert texts(office.ask("lunch")) == ["lunch again"]


def test_a_hit_tells_window_span_snippet_and_boxes(diary: Diary) -> None:
    line = {"text": "Total due: 1.250 EUR", "box": [10, 20, 300, 40]}
    other = {"text": "Kind regards", "box": [10, 80, 300, 40]}
    diary.screen(0, "Total due: 1.250 EUR\nKind regards", "evince", "bill.pdf", [line, other])
    hit = diary.ask("due").hits[0]
    assert (hit.app, hit.title, hit.count) == ("evince", "bill.pdf", 1)
    assert hit.snippet == f"Total {HIGHLIGHT_START}due{HIGHLIGHT_END}: 1.250 EUR Kind regards"
    assert hit.boxes == (Box(100, 20, 45, 40),)
    assert hit.start_us == hit.event.start_us == NOON_US


def test_speech_is_told_with_the_window_in_front(diary: Diary) -> None:
    diary.focus(0, "zoom", "Weekly", 5)
    diary.said(2, "ship it on friday")
    diary.said(30, "nobody is at the desk on friday")
    found = {hit.event.text: (hit.app, hit.title) for hit in diary.ask("friday").hits}
    assert found == {"ship it on friday": ("zoom", "Weekly"), "nobody is at the desk on friday": ("", "")}


def test_frames_of_one_window_are_one_hit_with_a_span(diary: Diary) -> None:
    for frame in range(12):
        diary.screen(frame / 4, f"budget table, row {frame}", "calc", "budget.ods")
    diary.screen(30, "budget table again", "calc", "budget.ods")
    page = diary.ask("budget")
    assert sorted((hit.count, hit.start_us, hit.end_us) for hit in page.hits) == [
        (1, NOON_US + 30 * MINUTE_US, NOON_US + 30 * MINUTE_US),
        (12, NOON_US, NOON_US + 11 * MINUTE_US // 4),
    ]
    assert page.total == 2


def test_the_better_match_comes_first(diary: Diary) -> None:
    diary.said(0, "zebra zebra zebra")
    diary.said(1, "among many other animals in the zoo there was also one zebra that nobody cared to look at")
    diary.member.settle()
    page = diary.ask("zebra")
    assert texts(page)[0] == "zebra zebra zebra"
    assert page.hits[0].score > page.hits[1].score > 0


def test_equally_good_matches_come_newest_first_also_when_imported_late(diary: Diary) -> None:
    for minute in (60, 0, 120):
        diary.said(minute, f"same words {minute:03}")
    assert [hit.start_us - NOON_US for hit in diary.ask("same words").hits] == [
        minute * MINUTE_US for minute in (120, 60, 0)
    ]


def test_pages_continue_where_the_last_ended_while_recording_goes_on(diary: Diary) -> None:
    for minute in range(15):
        diary.said(minute * 20, f"standup number {minute}")
    seen: list[str | None] = []
    cursor = None
    while True:
        page = diary.ask("standup", limit=6, cursor=cursor)
        seen += texts(page)
        cursor = page.cursor
        if cursor is None:
            break
        diary.said(1_000 + len(seen), "standup that came later")
    assert seen == [f"standup number {minute}" for minute in reversed(range(15))]


@pytest.mark.parametrize("cursor", ["nonsense", "WzFd"])
def test_a_strange_cursor_is_refused(diary: Diary, cursor: str) -> None:
    with pytest.raises(StoreError, match="search again"):
        diary.ask("x", cursor=cursor)


def test_facets_count_kinds_applications_and_local_days(diary: Diary) -> None:
    diary.said(0, "alpha")
    diary.screen(1, "alpha", "gedit", "a")
    diary.screen(2, "alpha beta", "gedit", "a")
    diary.said(11.5 * 60, "alpha late")
    facets = diary.ask("alpha", zone=ZoneInfo("Europe/Berlin")).facets
    assert facets["kind"] == {"speech": 2, "screen": 2}
    assert facets["app"] == {"gedit": 2}
    assert facets["day"] == {"2026-11-02": 1, "2026-11-01": 3}


PRINTER, DOG, BILLS = np.random.default_rng(6).normal(size=(3, 64))


def near(direction: NDArray[np.float64], noise: float = 0.3) -> NDArray[np.float32]:
    """Return a direction near another; the same for the same noise."""
    other = np.random.default_rng(round(100 * noise)).normal(size=64)
    return np.asarray(direction + noise * other, np.float32)


@pytest.fixture
def meant(diary: Diary) -> Diary:
    """Things said, each with a vector, the newest imported first."""
    for minute, text, direction in (
        (60, "the plumber wants money", BILLS),
        (40, "the dog ran away", DOG),
        (20, "hot dog with mustard", PRINTER + BILLS),
        (0, "we lower the price of the printer", PRINTER),
    ):
        diary.means(diary.said(minute, text), near(direction))
    return diary


def test_other_words_of_the_same_meaning_are_found(meant: Diary) -> None:
    for _ in range(2):
        [hit] = meant.ask("cheaper", meaning=near(PRINTER, 0.2), floor=0.8).hits
        assert hit.event.text == "we lower the price of the printer"
        assert 0.8 < hit.similarity <= 1
        assert HIGHLIGHT_START not in hit.snippet
        meant.member.settle()
    assert meant.ask("cheaper").hits == ()
    assert meant.ask("cheaper", meaning=near(PRINTER, 0.2), floor=0.999).hits == ()
    assert meant.ask("cheaper", meaning=near(PRINTER, 0.2), model="other@1").hits == ()


def test_what_words_and_meaning_find_comes_before_what_one_finds(meant: Diary) -> None:
    meant.means(meant.said(90, "a cat ran away"), near(DOG, 0.5))
    meant.member.settle()
    page = meant.ask("dog", meaning=near(DOG, 0.2), floor=0.6)
    assert texts(page)[0] == "the dog ran away"
    assert set(texts(page)[1:]) == {"a cat ran away", "hot dog with mustard"}
    assert [hit.similarity > 0 for hit in page.hits].count(True) == 2


def test_filters_hold_for_meaning_too(meant: Diary) -> None:
    found = {
        query: bool(meant.ask(query, meaning=near(PRINTER, 0.2), floor=0.8).hits)
        for query in (
            "cheaper",
            'cheaper "the printer"',
            "said:cheaper",
            "cheaper device:laptop",
            "cheaper on:2026-11-01",
            "cheaper -printer",
            'cheaper "a printer"',
            "seen:cheaper",
            "cheaper device:phone",
            "cheaper app:firefox",
            "cheaper before:2026-11-01",
        )
    }
    assert list(found.values()) == [True] * 5 + [False] * 6


def test_what_was_deleted_is_not_found_by_its_meaning(meant: Diary) -> None:
    [hit] = meant.ask("cheaper", meaning=near(PRINTER, 0.2), floor=0.8).hits
    meant.member.log.delete([hit.event.uid, *(child.uid for child in meant.member.store.children(hit.event.uid))])
    assert meant.ask("cheaper", meaning=near(PRINTER, 0.2), floor=0.8).hits == ()


def test_signs_that_a_database_may_stumble_over_come_back_as_they_were(diary: Diary) -> None:
    strange = "nul \0 in it, \U0010fffe1 too, a back\\slash, 'quotes' and 100% of a_b"
    diary.copied(0, strange, "a\0b")
    for query in ("quotes", "100%", "a_b", "app:b"):
        [hit] = diary.ask(query).hits
        assert (hit.event.text, hit.event.data["app"]) == (strange, "a\0b")
    assert diary.ask("axb").hits == ()


def test_finds_events_from_before_1970_and_far_ahead(diary: Diary) -> None:
    diary.said(-60_000_000, "grandmother's wedding")
    diary.said(300_000_000, "far future")
    assert texts(diary.ask("wedding before:1960")) == ["grandmother's wedding"]
    assert texts(diary.ask("future after:2100")) == ["far future"]


def test_all_that_is_found_comes_ungrouped_and_in_order_of_time(member: Member, diary: Diary) -> None:
    frames = [diary.screen(minute, NET, "Calc", "bill") for minute in (3, 1, 2)]
    said = diary.said(0.5, PAY)
    diary.copied(9, LUNCH, "Mail")
    query = parse_query("invoice", now_us=NOON_US, zone=UTC)
    wanted = [said, frames[1], frames[2], frames[0]]
    assert [event for batch in member.store.found(query, 3) for event in batch] == wanted
    spoken = parse_query("invoice kind:speech", now_us=NOON_US, zone=UTC)
    assert list(member.store.found(spoken)) == [[said]]
    piece = parse_query("nvoic", now_us=NOON_US, zone=UTC)
    assert [event for batch in member.store.found(piece) for event in batch] == wanted
    assert list(member.store.found(parse_query("nothing like it", now_us=NOON_US, zone=UTC))) == []
