"""Recognised text behaves like text: words, reading order, selection."""

from hypothesis import given
from hypothesis import strategies as st

from app.timeline.recognised import TextLine, merged, nearest_word, selected, text_of, word_at, words_in_order

LINES = (
    TextLine("second line here", 100, 140, 320, 20),
    TextLine("left", 100, 100, 80, 20),
    TextLine("right part", 300, 103, 200, 18),
)
WORDS = words_in_order(LINES)


def test_words_come_in_reading_order_though_the_lines_did_not() -> None:
    assert [word.text for word in WORDS] == ["left", "right", "part", "second", "line", "here"]
    assert [word.row for word in WORDS] == [0, 0, 0, 1, 1, 1]


def test_a_word_takes_its_share_of_the_line() -> None:
    line = WORDS[4]
    assert (line.x, line.width) == (100 + 7 * 20, 4 * 20)


def test_text_of_a_selection_has_spaces_and_line_ends() -> None:
    assert text_of(selected(WORDS, 1, 4)) == "right part\nsecond line"
    assert text_of(selected(WORDS, 4, 1)) == "right part\nsecond line"
    assert text_of([]) == ""


def test_the_word_under_a_point() -> None:
    assert word_at(WORDS, 310, 110) == 1
    assert word_at(WORDS, 250, 110) is None


def test_the_nearest_word_of_a_point_beside_the_text() -> None:
    assert nearest_word(WORDS, 5_000, 150) == 5
    assert nearest_word(WORDS, 0, 0) == 0
    assert nearest_word([], 0, 0) is None


def test_neighbours_are_covered_by_one_rectangle_and_columns_by_two() -> None:
    assert len(merged(WORDS[3:6])) == 1
    assert merged(WORDS[3:6])[0][2] == 320
    assert len(merged(WORDS[0:3])) == 2


@given(st.lists(st.text(alphabet="ab ", min_size=0, max_size=20), max_size=10))
def test_selecting_everything_gives_every_word(texts: list[str]) -> None:
    lines = [TextLine(text, 10, 40 * row, 10 * len(text), 20) for row, text in enumerate(texts)]
    words = words_in_order(lines)
    assert text_of(words).split() == " ".join(texts).split()
