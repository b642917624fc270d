"""Marks in a snippet become ranges of its plain text."""

from hypothesis import given
from hypothesis import strategies as st

from app.ui.search.snippet import read_snippet
from storage.store import HIGHLIGHT_END, HIGHLIGHT_START


def _marked(text: str) -> str:
    return text.replace("[", HIGHLIGHT_START).replace("]", HIGHLIGHT_END)


def test_matches_are_ranges() -> None:
    found = read_snippet(_marked("the [launch] moves, the [budget] stays"))
    assert found.text == "the launch moves, the budget stays"
    assert [found.text[a:b] for a, b in found.matches] == ["launch", "budget"]


def test_lines_and_spaces_are_joined() -> None:
    assert read_snippet("  one\n\n two\tthree ").text.strip() == "one two three"


def test_a_match_left_open_ends_with_the_text() -> None:
    found = read_snippet(_marked("the [launch"))
    assert [found.text[a:b] for a, b in found.matches] == ["launch"]


@given(st.text(alphabet="ab \n[]", max_size=60))
def test_ranges_lie_in_order_inside_the_text(raw: str) -> None:
    found = read_snippet(_marked(raw))
    edges = [edge for match in found.matches for edge in match]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(found.text) for edge in edges)
    assert all(begin < end for begin, end in found.matches)
    assert HIGHLIGHT_START not in found.text
