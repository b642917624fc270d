"""Sentences under the sound do not overlap, and from afar one stands for many."""

from app.timeline.captions import caption_places, texts_of
from app.timeline.viewport import Viewport
from tests.unit.app.timeline.tiles import tile

SECOND_US = 1_000_000


def test_close_up_every_sentence_stands_on_its_own_span() -> None:
    said = tile([(0, 3 * SECOND_US, "hello there"), (5 * SECOND_US, 9 * SECOND_US, "how are you")], lane="speech")
    places = caption_places(texts_of(said), Viewport(0, 10 * SECOND_US, 1_000), (0, 10 * SECOND_US))
    assert [(place.text, place.left_px, place.right_px) for place in places] == [
        ("hello there", 0.0, 300.0),
        ("how are you", 500.0, 900.0),
    ]


def test_no_sentence_reaches_into_the_next() -> None:
    said = tile([(at * SECOND_US, (at + 1) * SECOND_US, f"sentence {at}") for at in range(0, 4_000, 9)], lane="speech")
    for span_s in (60, 600, 4_000):
        view = Viewport(0, span_s * SECOND_US, 1_000)
        places = caption_places(texts_of(said), view, (0, view.end_us))
        ends = [place.left_px + place.room_px for place in places]
        assert all(end <= after.left_px for end, after in zip(ends, places[1:], strict=False))
        assert places


def test_from_afar_the_longest_of_a_stretch_is_shown() -> None:
    said = tile([(0, SECOND_US, "short"), (2 * SECOND_US, 30 * SECOND_US, "the long one")], lane="speech")
    places = caption_places(texts_of(said), Viewport(0, 3_600 * SECOND_US, 1_000), (0, 3_600 * SECOND_US))
    assert [place.text for place in places] == ["the long one"]


def test_recordings_without_words_have_no_caption() -> None:
    assert caption_places(texts_of(tile([(0, 10**9, None)])), Viewport(0, 10**9, 1_000), (0, 10**9)) == []
