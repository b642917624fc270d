"""Searching by meaning: alone, with words, with filters, and while vectors are not indexed yet."""

from dataclasses import replace
from datetime import UTC

import numpy as np
import pytest

from storage.events import imported_uid
from storage.search.parse import parse_query
from storage.store import HIGHLIGHT_START, Meaning, SearchPage, SearchQuery
from storage.topics import MEANING, SCREEN_TEXT
from storage.vectors import quantise
from tests.unit.storage.sqlite.conftest import NOON_US, Diary

RNG = np.random.default_rng(6)
PRINTER, DOG, BILL = (RNG.normal(size=64) for _ in range(3))


def close_to(vector: np.ndarray, noise: float = 0.3) -> np.ndarray:  # type: ignore[type-arg]
    return vector + noise * RNG.normal(size=64)


def ask(
    diary: Diary,
    text: str,
    vector: np.ndarray | None,  # type: ignore[type-arg]
    *,
    floor: float = 0.5,
    limit: int = 20,
    cursor: str | None = None,
) -> SearchPage:
    meaning = None
    if vector is not None:
        meaning = Meaning("test@1", quantise(vector.astype(np.float32)).tobytes(), floor)
    parsed = parse_query(text, now_us=NOON_US, zone=UTC)
    fields = {name: getattr(parsed, name) for name in SearchQuery.__slots__ if name != "meaning"}
    return diary.storage.store.search(SearchQuery(**fields, meaning=meaning), limit=limit, cursor=cursor)


def texts(page: SearchPage) -> list[str | None]:
    return [hit.event.text for hit in page.hits]


@pytest.fixture(params=[True, False], ids=["indexed", "not yet indexed"])
def filled(request: pytest.FixtureRequest, diary: Diary) -> Diary:
    """Three things said, each with a vector."""
    for minute, (text, vector) in enumerate(
        (("we lower the price of the printer", PRINTER), ("the dog ran away", DOG), ("the plumber wants money", BILL))
    ):
        diary.means(diary.said(20 * minute, text, index=request.param), close_to(vector), index=request.param)
    return diary


def test_other_words_of_the_same_meaning_are_found(filled: Diary) -> None:
    page = ask(filled, "cheaper device", close_to(PRINTER))

    assert texts(page) == ["we lower the price of the printer"]
    assert page.hits[0].similarity > 0.5
    assert HIGHLIGHT_START not in page.hits[0].snippet
    assert page.facets["kind"] == {"speech": 1}


def test_without_a_vector_only_words_count(filled: Diary) -> None:
    assert texts(ask(filled, "cheaper device", None)) == []
    assert [hit.similarity for hit in ask(filled, "dog", None).hits] == [0.0]


def test_what_both_find_comes_before_what_one_finds(filled: Diary) -> None:
    filled.means(filled.said(90, "a cat ran away"), close_to(DOG, 0.5))
    filled.said(120, "hot dog with mustard")

    page = ask(filled, "dog", close_to(DOG))

    assert texts(page)[0] == "the dog ran away"
    assert set(texts(page)[1:]) == {"a cat ran away", "hot dog with mustard"}


def test_what_is_not_alike_enough_is_not_found(filled: Diary) -> None:
    assert texts(ask(filled, "cheaper device", close_to(PRINTER), floor=0.999)) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("cheaper", True),
        ("cheaper -printer", False),
        ('cheaper "the printer"', True),
        ('cheaper "a printer"', False),
        ("said:cheaper", True),
        ("seen:cheaper", False),
        ("cheaper device:laptop", True),
        ("cheaper device:phone", False),
        ("cheaper app:firefox", False),
        ("cheaper before:2026-11-01", False),
        ("cheaper on:2026-11-01", True),
    ],
)
def test_filters_hold_for_meaning_too(filled: Diary, text: str, found: bool) -> None:
    assert bool(texts(ask(filled, text, close_to(PRINTER)))) is found


def test_an_application_narrows(diary: Diary) -> None:
    for minute, app in ((1, "Firefox"), (30, "xterm")):
        diary.means(diary.screen(minute, f"text in {app}", app=app, title="t"), close_to(DOG))

    assert texts(ask(diary, "wolf app:fire", close_to(DOG))) == ["text in Firefox"]


def test_frames_that_look_the_same_are_one_hit(diary: Diary) -> None:
    for number in range(40):
        event = diary.screen(number / 10, f"the plan {number}", app="xterm", title="plan", index=False)
        diary.means(event, close_to(BILL, 0.2), index=False)
    diary.indexer.catch_up()

    (hit,) = ask(diary, "intention", close_to(BILL)).hits

    assert hit.count == 40
    assert hit.end_us - hit.start_us == 234_000_000


def test_pages_follow_one_another_while_more_is_recorded(diary: Diary) -> None:
    for number in range(30):
        diary.means(diary.said(20 * number, f"saying {number}", index=False), close_to(DOG), index=False)
    diary.indexer.catch_up()
    query = close_to(DOG)
    whole = texts(ask(diary, "wolf", query, limit=100))
    cursor, seen = None, []
    while True:
        page = ask(diary, "wolf", query, limit=7, cursor=cursor)
        seen += texts(page)
        cursor = page.cursor
        if cursor is None:
            break
        diary.means(diary.said(9_000 + len(seen), "meanwhile"), close_to(DOG))

    assert len(whole) == 30
    assert seen == whole


def test_what_was_deleted_is_not_found(filled: Diary) -> None:
    found = ask(filled, "cheaper", close_to(PRINTER)).hits[0].event
    filled.storage.log.delete([found.uid])

    assert texts(ask(filled, "cheaper", close_to(PRINTER))) == []


def test_vectors_of_another_model_are_not_compared(diary: Diary) -> None:
    diary.means(diary.said(1, "something"), close_to(DOG), model="other@1")

    assert texts(ask(diary, "wolf", close_to(DOG))) == []


def test_very_many_matching_words_are_answered_by_time_alone(diary: Diary) -> None:
    first = diary.said(0, "the number 0", index=False)
    more = [
        replace(first, uid=imported_uid("many", str(n)), start_us=at_us, end_us=at_us, text=f"the number {n}")
        for n, at_us in enumerate(range(NOON_US, NOON_US + 1_002 * 60_000_000, 60_000_000))
    ]
    diary.storage.log.append(more)
    diary.means(diary.said(2_000, "else"), close_to(DOG))

    page = ask(diary, "the", close_to(DOG))

    assert texts(page)[0] == "the number 1001"
    assert page.cursor is not None


def test_the_passage_that_was_found_is_what_is_shown(diary: Diary) -> None:
    lines = [f"line {'abcdefghijklmnopqrst'[n]} of the page " + "filler " * 4 for n in range(20)]
    event = diary.add(
        SCREEN_TEXT,
        1,
        "\n".join(lines),
        lines=[{"text": line, "box": [0, 10 * n, 90, 9]} for n, line in enumerate(lines)],
    )
    start = (event.text or "").index("line p")
    carrier = diary.means(event, close_to(DOG), index=False)
    data = dict(carrier.data)
    (passage,) = data["passages"]  # type: ignore[misc]
    data["passages"] = [{**passage, "start": start, "end": start + 60}]  # type: ignore[dict-item]
    diary.storage.log.extend(carrier.uid, carrier.end_us, data)
    diary.indexer.catch_up()

    (hit,) = ask(diary, "wolf", close_to(DOG)).hits

    assert carrier.topic == MEANING
    assert hit.snippet.startswith("…line p of the page")
    assert [box.y for box in hit.boxes] == [150, 160]


def test_a_piece_of_a_word_is_found_beside_what_means_alike(filled: Diary) -> None:
    filled.said(100, "an unprintered page")

    assert set(texts(ask(filled, "nprintere", close_to(DOG)))) == {"an unprintered page", "the dog ran away"}
    assert texts(ask(filled, "nprintere age", close_to(DOG))) == ["the dog ran away"]
    assert texts(ask(filled, "nprintere age", close_to(DOG), floor=0.999)) == ["an unprintered page"]
