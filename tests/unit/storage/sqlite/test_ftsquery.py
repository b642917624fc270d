import pytest

from storage.sqlite import ftsquery
from storage.sqlite.ftsquery import fragments_expression, resolve, text_terms, uses_fragments, words_expression
from storage.store import SearchQuery


def test_names_become_numbers_and_unknown_ones_leave_nothing(diary) -> None:
    diary.said(0, "x")
    with diary.storage.readers.lend() as connection:
        assert resolve(connection, SearchQuery()).topics is None
        assert len(resolve(connection, SearchQuery(topics=("media.text.transcript.*",))).topics or ()) == 1
        assert not resolve(connection, SearchQuery(devices=("LAPTOP",))).empty
        assert resolve(connection, SearchQuery(devices=("phone",))).empty
        assert resolve(connection, SearchQuery(topics=("no.such.topic",))).empty
        assert resolve(connection, SearchQuery(start_us=5, end_us=5)).empty


def test_the_whole_query_is_one_expression(diary) -> None:
    query = SearchQuery(words=("it's",), prefixes=("inv",), phrases=("net amount",), excluded=("draft",), apps=("a b",))
    with diary.storage.readers.lend() as connection:
        expression = words_expression(query, resolve(connection, query))
    assert expression == (
        '(text : "it s" AND text : "net amount" AND text : "inv" * AND (app : "a b" *)) NOT (text : "draft")'
    )


def test_no_words_match_everything(diary) -> None:
    with diary.storage.readers.lend() as connection:
        assert words_expression(SearchQuery(), resolve(connection, SearchQuery())) == 'tags : "all"'
    assert text_terms(SearchQuery()) == []


@pytest.mark.parametrize(("term", "uses"), [("hello", False), ("会議", True), ("a+b", True)])
def test_one_term_that_needs_fragments_makes_all_use_them(term: str, uses: bool) -> None:
    assert uses_fragments(SearchQuery(words=("plain", term))) is uses


def test_short_terms_are_looked_up_by_the_trigrams_they_begin(diary, monkeypatch) -> None:
    diary.copied(0, "会議の議事録")
    with diary.storage.readers.lend() as connection:
        assert fragments_expression(connection, SearchQuery(words=("会議",))) == '("会議の")'
        assert fragments_expression(connection, SearchQuery(words=("abcd",))) == '"abc" AND "bcd"'
        missing = fragments_expression(connection, SearchQuery(words=("犬",)))
        assert connection.execute("SELECT count(*) FROM fragments WHERE fragments MATCH ?", (missing,)).get == 0
        monkeypatch.setattr(ftsquery, "_EXPANSIONS_MAX", 0)
        assert fragments_expression(connection, SearchQuery(words=("会議",))) is None
