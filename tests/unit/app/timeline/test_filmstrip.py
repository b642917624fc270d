"""Pictures along the time never overlap and keep their place while the view moves."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.timeline.filmstrip import slot_us, stills
from app.timeline.viewport import Viewport
from tests.unit.app.timeline.tiles import tile


@given(
    st.lists(st.integers(0, 3_600_000_000), min_size=1, max_size=300, unique=True),
    st.integers(1_000_000, 4_000_000_000),
    st.integers(-1_000_000_000, 3_000_000_000),
)
@settings(deadline=None)
def test_pictures_never_overlap(times: list[int], span_us: int, start_us: int) -> None:
    strip = tile([(at, at, None) for at in sorted(times)], media=["p"] * len(times))
    view = Viewport(start_us, span_us, 1_200)
    found = stills(strip, np.arange(len(times)), view, (view.start_us, view.end_us), 100)
    lefts = [still.x_px for still in found]
    assert all(second - first >= 100 - 0.01 for first, second in itertools.pairwise(lefts))


def test_the_same_pictures_are_chosen_after_panning() -> None:
    strip = tile([(at * 7_000_000, at * 7_000_000, None) for at in range(500)], media=["p"] * 500)
    here = Viewport(0, 1_200_000_000, 1_200)
    there = here.panned(250)
    common = (there.start_us + 200_000_000, here.end_us - 200_000_000)
    chosen = [
        {still.row for still in stills(strip, np.arange(500), view, (view.start_us, view.end_us), 100)}
        for view in (here, there)
    ]
    inside = {row for row in range(500) if common[0] <= row * 7_000_000 < common[1]}
    assert chosen[0] & inside == chosen[1] & inside
    assert chosen[0] & inside


def test_zooming_in_shows_more_pictures() -> None:
    strip = tile([(at * 10_000_000, at * 10_000_000, None) for at in range(360)], media=["p"] * 360)
    counts = []
    for span_us in (3_600_000_000, 900_000_000):
        view = Viewport(0, span_us, 1_200)
        found = stills(strip, np.arange(360), view, (0, 900_000_000), 100)
        counts.append(len(found))
    assert counts[1] > 2 * counts[0]


@given(st.floats(0.01, 1e12))
def test_a_slot_is_the_least_that_holds_a_picture(us_per_px: float) -> None:
    slot = slot_us(us_per_px, 100)
    assert slot >= us_per_px * 100
    assert slot <= max(2, us_per_px * 100 * 1.5 + 2)
