from datetime import UTC

import pytest

from storage.search.meaning import WordsAlone, text_of
from storage.search.parse import parse_query


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("make the printer cheaper", "make the printer cheaper"),
        ("said:printer cheaper app:firefox -dog on:today", "printer cheaper"),
        ('"the printer" kind:speech', ""),
        ("inv* before:2026", ""),
        ("", ""),
    ],
)
def test_plain_words_have_a_meaning_and_the_rest_is_literal(typed: str, meant: str) -> None:
    assert text_of(parse_query(typed, now_us=1_793_534_400_000_000, zone=UTC)) == meant


def test_without_a_model_nothing_has_a_meaning() -> None:
    assert WordsAlone().ready("dog") is None
    assert WordsAlone().find("dog") is None
