from processing.processor import Work
from processing.processors.motion import ScreenMotion
from storage.topics import MOTION
from tests.data.observed import NOON_US, Place, page

WORDS = ("harbour", "tea", "lighthouse", "rain", "umbrella", "cars", "window")
LINES = [" ".join(WORDS[(number * step + step) % 7] for step in range(1, 9)) for number in range(40)]


def work(place: Place, first: int, at_s: float, **data: str) -> Work:
    event = place.frame(page(LINES[first : first + 20]), NOON_US + round(at_s * 1e6), **data)
    return Work(event, place.media.path(event.media or ""))


def test_each_frame_is_compared_with_the_one_before_it(place: Place) -> None:
    processor = ScreenMotion()
    frames = [work(place, 0, 0), work(place, 2, 1), work(place, 2, 2), work(place, 4, 60)]

    found = processor.derive(frames, processor.load({}))

    assert [[one.data["kind"] for one in many] for many in found] == [[], ["scrolling"], ["still"], []]
    (scrolled,) = found[1]
    assert scrolled.topic == MOTION
    assert (scrolled.start_us, scrolled.end_us) == (NOON_US, NOON_US + 1_000_000)


def test_displays_are_told_apart_and_batches_continue_one_another(place: Place) -> None:
    processor = ScreenMotion()
    model = processor.load({})
    processor.derive([work(place, 0, 0)], model)

    (found,) = processor.derive([work(place, 0, 1)], model)

    assert [one.data["kind"] for one in found] == ["still"]
