from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from storage.search.parse import parse_query
from storage.store import HIGHLIGHT_END, HIGHLIGHT_START, Box, SearchPage, StoreError

MINUTE_US = 60_000_000
NOON_US = 1_793_534_400_000_000


def ask(diary, text: str, limit: int = 20, cursor: str | None = None, zone=UTC) -> SearchPage:
    query = parse_query(text, now_us=NOON_US, zone=zone)
    return diary.storage.store.search(query, limit=limit, cursor=cursor)


def texts(page: SearchPage) -> list[str | None]:
    return [hit.event.text for hit in page.hits]


@pytest.fixture
def office(diary):
    diary.focus(0, "thunderbird", "Inbox", minutes=10)
    diary.focus(10, "Google-chrome", "Invoices – Acme", minutes=10)
    diary.screen(1, "Dear Ms Meier, the invoice of October is attached", app="thunderbird", title="Inbox")
    diary.screen(12, "Net amount 1.250,00 due invoice", app="Google-chrome", title="Invoices – Acme")
    diary.said(13, "I will pay the Café invoice tomorrow")
    diary.said(14, "lunch then")
    diary.copied(15, "会議の議事録を共有します", app="thunderbird", title="Inbox")
    diary.copied(16, "std::vector<int> C++ x = foo_bar();", app="code", title="main.cpp")
    return diary


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("lunch", ["lunch then"]),
        ("LUNCH then", ["lunch then"]),
        ("cafe", ["I will pay the Café invoice tomorrow"]),
        ("tomor*", ["I will pay the Café invoice tomorrow"]),
        ('"pay the"', ["I will pay the Café invoice tomorrow"]),
        ('"the pay"', []),
        ("invoice -meier -net", ["I will pay the Café invoice tomorrow"]),
        ('invoice -"net amount" -"will pay"', ["Dear Ms Meier, the invoice of October is attached"]),
        ("said:invoice", ["I will pay the Café invoice tomorrow"]),
        ("seen:lunch", []),
        ("kind:clipboard foo_bar", ["std::vector<int> C++ x = foo_bar();"]),
        ("invoice app:chrome", ["Net amount 1.250,00 due invoice", "I will pay the Café invoice tomorrow"]),
        ('invoice app:"google chr"', ["Net amount 1.250,00 due invoice", "I will pay the Café invoice tomorrow"]),
        ("app:code", ["std::vector<int> C++ x = foo_bar();"]),
        ("invoice before:2026-11-01T12:12", ["Dear Ms Meier, the invoice of October is attached"]),
        ("invoice after:2026-11-01T12:13", ["I will pay the Café invoice tomorrow"]),
        ("on:2026-11-02 invoice", []),
        ("device:phone invoice", []),
        ("会議", ["会議の議事録を共有します"]),
        ("します", ["会議の議事録を共有します"]),
        ("議", ["会議の議事録を共有します"]),
        ("ます", ["会議の議事録を共有します"]),
        ("会議 -共有", []),
        ("C++", ["std::vector<int> C++ x = foo_bar();"]),
        ("vector<int>", ["std::vector<int> C++ x = foo_bar();"]),
        ("omorro", ["I will pay the Café invoice tomorrow"]),
        ("zebra", []),
    ],
)
def test_finds_what_was_meant(office, query: str, found: list[str]) -> None:
    assert sorted(map(str, texts(ask(office, query)))) == sorted(found)


@pytest.mark.parametrize(
    "query", ["invoice", "tomor*", '"pay the"', "会議", "C++", "app:chrome invoice", "-lunch", "omorro"]
)
def test_what_is_not_indexed_yet_is_found_alike(office, query: str) -> None:
    indexed = texts(ask(office, query))
    copies = [event.text for event in office.written]
    with office.storage.readers.lend() as connection:
        assert connection.execute("SELECT count(*) FROM document").get == len(copies)
    office.storage.writer.run(_forget_index)
    assert sorted(map(str, texts(ask(office, query)))) == sorted(map(str, indexed))
    office.indexer.catch_up()
    assert texts(ask(office, query)) == indexed


def _forget_index(connection) -> None:
    from storage.sqlite.fulltext import rebuild

    rebuild(connection)


def test_a_hit_tells_window_span_snippet_and_boxes(diary) -> None:
    line = {"text": "Total due: 1.250 EUR", "box": [10, 20, 300, 40]}
    other = {"text": "Kind regards", "box": [10, 80, 300, 40]}
    text = "Total due: 1.250 EUR\nKind regards"
    diary.screen(0, text, app="evince", title="bill.pdf", lines=[line, other])
    hit = ask(diary, "due").hits[0]
    assert (hit.app, hit.title, hit.count) == ("evince", "bill.pdf", 1)
    assert hit.snippet == f"Total {HIGHLIGHT_START}due{HIGHLIGHT_END}: 1.250 EUR Kind regards"
    assert hit.boxes == (Box(100, 20, 45, 40),)
    assert hit.start_us == hit.event.start_us == NOON_US


def test_speech_is_told_with_the_window_in_front(diary) -> None:
    diary.focus(0, "zoom", "Weekly", minutes=5)
    diary.said(2, "ship it on friday")
    diary.said(30, "nobody is at the desk on friday")
    hits = {hit.event.text: hit for hit in ask(diary, "friday").hits}
    assert (hits["ship it on friday"].app, hits["ship it on friday"].title) == ("zoom", "Weekly")
    assert hits["nobody is at the desk on friday"].app == ""


def test_forty_frames_of_one_window_are_one_hit_with_a_span(diary) -> None:
    for frame in range(40):
        diary.screen(frame / 4, f"budget table, row {frame}", app="calc", title="budget.ods", index=False)
    diary.screen(30, "budget table again", app="calc", title="budget.ods")
    page = ask(diary, "budget")
    assert sorted((hit.count, hit.start_us, hit.end_us) for hit in page.hits) == [
        (1, NOON_US + 30 * MINUTE_US, NOON_US + 30 * MINUTE_US),
        (40, NOON_US, NOON_US + 39 * MINUTE_US // 4),
    ]
    assert page.total == 2


def test_the_better_match_comes_first(diary) -> None:
    diary.said(0, "zebra zebra zebra")
    diary.said(1, "among many other animals in the zoo there was also one zebra that nobody cared to look at")
    assert texts(ask(diary, "zebra"))[0] == "zebra zebra zebra"
    scores = [hit.score for hit in ask(diary, "zebra").hits]
    assert scores == sorted(scores, reverse=True)


def test_equally_good_matches_come_newest_first_also_when_imported_late(diary) -> None:
    diary.said(60, "same words here")
    diary.said(0, "same words hear", index=False)
    diary.said(120, "same words heat")
    assert [hit.start_us for hit in ask(diary, "same words").hits] == [
        NOON_US + minute * MINUTE_US for minute in (120, 60, 0)
    ]


def test_pages_continue_where_the_last_ended_while_recording_goes_on(diary) -> None:
    for minute in range(25):
        diary.said(minute * 20, f"standup number {minute}", index=False)
    seen, cursor = [], None
    while True:
        page = ask(diary, "standup", limit=10, cursor=cursor)
        seen += texts(page)
        cursor = page.cursor
        if cursor is None:
            break
        diary.said(1_000 + len(seen), "standup that came later", index=len(seen) > 10)
    assert seen == [f"standup number {minute}" for minute in reversed(range(25))]


def test_a_common_word_is_answered_newest_first_in_pages(diary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.sqlite.search.SELECTIVE", 5)
    for minute in range(30):
        diary.said(minute * 20, f"the talk number {minute}", index=False)
    diary.indexer.catch_up()
    first = ask(diary, "the", limit=10)
    second = ask(diary, "the", limit=10, cursor=first.cursor)
    third = ask(diary, "the", limit=20, cursor=second.cursor)
    assert texts(first) + texts(second) + texts(third) == [
        f"the talk number {minute}" for minute in reversed(range(30))
    ]
    assert third.cursor is None


def test_facets_count_kinds_applications_and_local_days(diary) -> None:
    diary.said(0, "alpha")
    diary.screen(1, "alpha", app="gedit", title="a")
    diary.screen(2, "alpha beta", app="gedit", title="a")
    diary.said(11.5 * 60, "alpha late")
    facets = ask(diary, "alpha", zone=ZoneInfo("Europe/Berlin")).facets
    assert facets["kind"] == {"speech": 2, "screen": 2}
    assert facets["app"] == {"gedit": 2}
    assert facets["day"] == {"2026-11-02": 1, "2026-11-01": 3}


def test_a_deleted_event_is_found_no_more(office) -> None:
    [hit] = ask(office, "lunch").hits
    office.storage.log.delete([hit.event.uid])
    assert ask(office, "lunch").hits == ()
    assert ask(office, "unch").hits == ()


def test_no_words_at_all_list_everything_newest_first(office) -> None:
    page = ask(office, "kind:speech")
    assert texts(page) == ["lunch then", "I will pay the Café invoice tomorrow"]
    assert ask(office, "", limit=3).total >= 3


def test_finds_events_from_before_1970_and_far_ahead(diary) -> None:
    diary.said(-60_000_000, "grandmother's wedding")
    diary.said(300_000_000, "far future")
    assert texts(ask(diary, "wedding before:1960")) == ["grandmother's wedding"]
    assert texts(ask(diary, "future after:2100")) == ["far future"]


@pytest.mark.parametrize("cursor", ["", "nonsense", "WzFd"])
def test_a_strange_cursor_is_refused(diary, cursor: str) -> None:
    with pytest.raises(StoreError, match="search again"):
        ask(diary, "x", cursor=cursor)


def test_signs_of_the_index_language_are_plain_text(office) -> None:
    for query in (
        "NEAR(zq zx)",
        "lunch NOT then OR zq",
        '"zq""zx"',
        "lunch AND then",
        "^lunchs",
        "{text} zq",
        "zq + zx",
    ):
        assert ask(office, query).hits == ()
