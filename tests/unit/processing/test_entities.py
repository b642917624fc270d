import pytest

from processing.entities import find_entities


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("write to anna.b@example.org today", "email", "anna.b@example.org"),
        ("see https://example.org/a?b=1.", "link", "https://example.org/a?b=1"),
        ("call +49 30 901820 now", "phone", "+49 30 901820"),
        ("it costs € 1.299,00 in all", "sum", "€ 1.299,00"),
        ("it costs 48 400 € in all", "sum", "48 400 €"),
        ("due 2026-11-21 at noon", "date", "2026-11-21"),
        ("due on 21 November 2026", "date", "21 November 2026"),
        ("am 21. November wieder", "date", "21. November"),
        ("we met Maria Schmidt there", "name", "Maria Schmidt"),
    ],
)
def test_it_is_found_where_it_stands(text: str, kind: str, value: str) -> None:
    (found,) = find_entities(text)

    assert (found.kind, text[found.start : found.end]) == (kind, value)


@pytest.mark.parametrize("text", ["", "Please send it.", "3.14 is no sum", "a@b"])
def test_what_is_none_is_left(text: str) -> None:
    assert find_entities(text) == []
