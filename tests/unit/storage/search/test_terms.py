import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.search.terms import Matcher, Span, fold, needs_fragments, tokens
from storage.store import SearchQuery


@given(st.text(max_size=60))
def test_folding_keeps_positions(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_case_and_accents_do_not_matter() -> None:
    assert fold("Café ÀÉÎ Straße") == "cafe aei straße"
    assert Matcher(SearchQuery(words=("CAFE",))).matches("im Café")


def test_words_end_where_letters_end() -> None:
    assert tokens("foo_bar-baz (x2) C++") == ("foo", "bar", "baz", "x2", "c")
    matcher = Matcher(SearchQuery(words=("voice",)))
    assert matcher.matches("a voice, loud")
    assert not matcher.matches("an invoice")
    assert not matcher.matches("voices")


def test_a_beginning_may_go_on() -> None:
    assert Matcher(SearchQuery(prefixes=("voi",))).matches("two voices")
    assert not Matcher(SearchQuery(prefixes=("oice",))).matches("two voices")


def test_a_phrase_stands_in_order_across_signs_and_lines() -> None:
    matcher = Matcher(SearchQuery(phrases=("net amount",)))
    assert matcher.matches("Net-Amount: 5")
    assert matcher.matches("net\namount")
    assert not matcher.matches("amount net")


def test_everything_wanted_and_nothing_excluded() -> None:
    matcher = Matcher(SearchQuery(words=("a", "b"), excluded=("not this",)))
    assert matcher.matches("b a")
    assert not matcher.matches("a")
    assert not matcher.matches("a b but not this")


@pytest.mark.parametrize(
    ("term", "needed"),
    [("hello", False), ("don't", False), ("a.b", False), ("会議", True), ("C++", True), ("=>", True), ("สวัสดี", True)],
)
def test_which_terms_no_index_of_words_can_find(term: str, needed: bool) -> None:
    assert needs_fragments(term) is needed


def test_spans_are_merged_and_in_order() -> None:
    matcher = Matcher(SearchQuery(words=("alpha",), phrases=("alpha beta",)))
    assert matcher.spans("x alpha beta, Alpha") == [Span(2, 12), Span(14, 19)]


def test_fragments_match_inside_words() -> None:
    assert Matcher(SearchQuery(words=("oic",)), fragments=True).spans("invoice") == [Span(3, 6)]
