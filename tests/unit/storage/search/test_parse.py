import contextlib
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.search.parse import FIELDS, QuerySyntaxError, parse_query
from storage.store import SearchQuery
from storage.topics import SCREEN_TEXT, TRANSCRIPT

NOW_US = 1_793_538_000_000_000  # 2026-11-01 13:00 UTC
DAY_US = 86_400_000_000
MIDNIGHT_US = NOW_US - 13 * 3_600_000_000


def parse(text: str) -> SearchQuery:
    return parse_query(text, now_us=NOW_US, zone=UTC)


def test_words_prefixes_phrases_and_exclusions() -> None:
    query = parse('invoice  acme* "net  amount" -draft -"do not pay"')
    assert query.words == ("invoice",)
    assert query.prefixes == ("acme",)
    assert query.phrases == ("net amount",)
    assert query.excluded == ("draft", "do not pay")


def test_fields_may_be_quoted_and_repeated() -> None:
    query = parse('app:"Google Chrome" APP:firefox device:laptop x')
    assert query.apps == ("Google Chrome", "firefox")
    assert query.devices == ("laptop",)
    assert query.words == ("x",)


def test_said_and_seen_look_in_one_place() -> None:
    assert parse("said:hello world") == SearchQuery(words=("hello", "world"), topics=(TRANSCRIPT,))
    assert parse('seen:"net amount"') == SearchQuery(phrases=("net amount",), topics=(SCREEN_TEXT,))
    assert parse("said:invo*").prefixes == ("invo",)


def test_kinds_become_topics() -> None:
    assert parse("kind:speech kind:screen").topics == (TRANSCRIPT, SCREEN_TEXT)


def test_dates_are_half_open_and_narrow_each_other() -> None:
    assert (parse("on:today").start_us, parse("on:today").end_us) == (MIDNIGHT_US, MIDNIGHT_US + DAY_US)
    query = parse("after:2026-10-01 before:yesterday after:2026-10-05")
    assert query.end_us == MIDNIGHT_US - DAY_US
    assert query.start_us == MIDNIGHT_US - 27 * DAY_US
    assert parse("after:10m").start_us == NOW_US - 600_000_000
    assert parse("after:2026-11-01T10:00").start_us == MIDNIGHT_US + 10 * 3_600_000_000


@pytest.mark.parametrize("text", ["https://example.org/a?b=c", "12:30", "std::vector", "don't", "a-b", "50%", "会議"])
def test_text_with_colons_and_signs_is_text(text: str) -> None:
    assert parse(text).words == (text,)


def test_punctuation_around_a_word_is_dropped() -> None:
    assert parse('(hello, world!) - "a.b"').words == ("hello", "world")
    assert parse("C++").words == ("C++",)


def test_nothing_typed_asks_for_nothing() -> None:
    assert parse("   ") == SearchQuery()
    assert parse('""') == SearchQuery()


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ('find "this', 5, "never closed"),
        ("before:soon", 0, "needs a date or time: 2026-11-01"),
        ("x on:2026-02-30", 2, "needs a date"),
        ("x kind:dreams", 2, "use one of screen, speech"),
        ("ap:firefox", 0, "did you mean app:"),
        ("a -app:firefox", 2, "cannot be excluded"),
        ("a *", 2, "Letters must stand before"),
        ("a -foo*", 2, "Only whole words"),
        ("said:a seen:b", 7, "different places"),
        ('app:"" x', 0, "must follow app:"),
        ("after:today before:yesterday", 0, "leave no time"),
    ],
)
def test_errors_say_where_and_what_to_do(text: str, position: int, message: str) -> None:
    with pytest.raises(QuerySyntaxError, match=message) as caught:
        parse(text)
    assert caught.value.position == position


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_any_text_is_understood_or_refused(text: str) -> None:
    with contextlib.suppress(QuerySyntaxError):
        query = parse(text)
        assert all(term.strip() for term in query.words + query.phrases + query.excluded + query.prefixes)


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_explains_itself_when_empty(field: str) -> None:
    with pytest.raises(QuerySyntaxError, match=field):
        parse(f'{field}:""')
