from hypothesis import given
from hypothesis import strategies as st

from storage.events import Event, new_uid
from storage.search.snippet import boxes, snippet
from storage.search.terms import Matcher, Span
from storage.store import HIGHLIGHT_END, HIGHLIGHT_START, Box, SearchQuery


def matcher(*words: str) -> Matcher:
    return Matcher(SearchQuery(words=words))


def test_short_text_is_shown_whole_on_one_line() -> None:
    assert snippet("one\n two  three", matcher("two")) == f"one {HIGHLIGHT_START}two{HIGHLIGHT_END} three"


def test_long_text_is_cut_around_the_densest_matches_at_words() -> None:
    text = "target " + "filler " * 200 + "target target near the end " + "tail " * 100
    shown = snippet(text, matcher("target"))
    assert shown.count(HIGHLIGHT_START) == 2
    assert shown.startswith("…filler ")
    assert shown.endswith("…")
    assert len(shown) < 230


def test_without_a_match_the_beginning_is_shown() -> None:
    assert snippet("word " * 100, matcher("other")).startswith("word word")


@given(st.text(max_size=600), st.sampled_from(["a", "the", "x"]))
def test_marks_are_always_in_pairs(text: str, word: str) -> None:
    shown = snippet(text.replace(HIGHLIGHT_START, "").replace(HIGHLIGHT_END, ""), matcher(word))
    assert shown.count(HIGHLIGHT_START) == shown.count(HIGHLIGHT_END)
    assert HIGHLIGHT_START not in "".join(part.partition(HIGHLIGHT_END)[0] for part in shown.split(HIGHLIGHT_START)[1:])


def test_boxes_are_those_of_matching_words_and_strange_lines_are_skipped() -> None:
    lines = [
        {"text": "Total due", "box": [10, 2, 90, 4]},
        {"text": "nothing", "box": [5, 6, 7, 8]},
        {"text": "due without a box"},
        {"text": "due with a bad box", "box": [1, 2]},
    ]
    event = Event(new_uid(), "media.image.text.ocr", "laptop", 0, 0, 0, data={"lines": lines})
    assert boxes(event, matcher("due")) == (Box(70, 2, 30, 4),)
    assert boxes(Event(new_uid(), "x.y.z.raw", "laptop", 0, 0, 0, data={"lines": "due"}), matcher("due")) == ()


def test_what_was_found_by_meaning_is_shown_from_where_it_stands() -> None:
    text = "nothing of interest " * 30 + "the price of the printer went down " + "and more " * 60
    at = text.index("the price")

    shown = snippet(text, matcher("price"), Span(at, at + 34))

    assert shown.startswith("…the \ue000price\ue001 of the printer went down")
    assert snippet(text, matcher("price"), Span(at, len(text))).endswith("…")
    assert len(shown) < 60 < len(snippet(text, matcher("price"), Span(at, len(text)))) < 220


def test_the_lines_of_a_passage_are_framed_whole() -> None:
    lines = [{"text": f"line {n}", "box": [0, 10 * n, 50, 9]} for n in range(4)]
    event = Event(new_uid(), "media.image.text.ocr", "laptop", 0, 0, 0, data={"lines": lines})

    assert [box.y for box in boxes(event, matcher("other"), Span(7, 20))] == [10, 20]
