"""The strip below: which calendar span it shows, and how much happened when."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from app.timeline.minimap import activity, map_span
from app.timeline.sheets import Sheet, Window
from app.timeline.viewport import Viewport, view_around
from app.timeline.zone import DAY_US, HOUR_US, NamedZone
from tests.unit.app.timeline.tiles import tile

BERLIN = NamedZone(ZoneInfo("Europe/Berlin"))
NOON_US = int(datetime(2026, 11, 20, 11, tzinfo=UTC).timestamp()) * 1_000_000


@pytest.mark.parametrize(
    ("span_us", "title"),
    [
        (HOUR_US, "Whole day"),
        (DAY_US, "Whole week"),
        (6 * DAY_US, "Whole month"),
        (60 * DAY_US, "Whole year"),
        (900 * DAY_US, "Everything"),
    ],
)
def test_it_shows_the_next_larger_span_of_the_calendar(span_us: int, title: str) -> None:
    view = view_around(NOON_US, span_us, 1_000)
    span = map_span(view, (NOON_US - 400 * DAY_US, NOON_US), BERLIN)
    assert span.title == title
    assert span.start_us <= NOON_US < span.end_us


def test_a_day_begins_at_local_midnight() -> None:
    span = map_span(view_around(NOON_US, HOUR_US, 1_000), None, BERLIN)
    assert span.start_us == NOON_US - 12 * HOUR_US
    assert span.end_us - span.start_us == DAY_US


def test_everything_holds_the_view_even_beyond_what_is_recorded() -> None:
    view = view_around(NOON_US, 3_000 * DAY_US, 1_000)
    span = map_span(view, (NOON_US - DAY_US, NOON_US), BERLIN)
    assert span.start_us < view.start_us
    assert span.end_us > view.end_us


def test_activity_is_highest_where_most_happened() -> None:
    rows = [(at * 1_000, at * 1_000 + 1_000, "x") for at in range(10)]
    counts = [1, 1, 1, 50, 1, 1, 1, 1, 1, 1]
    sheet = Sheet(Window(0, 0, 10_000), {"screen": tile(rows, lane="screen", bucket_us=1_000, counts=counts)}, 0)
    heights = activity(sheet, Viewport(0, 10_000, 10))
    assert heights.argmax() == 3
    assert heights.max() == 1.0


def test_without_data_nothing_is_drawn() -> None:
    assert not activity(Sheet(Window(0, 0, 10_000), {}, 0), Viewport(0, 10_000, 10)).any()


def test_everything_stays_the_same_while_a_little_more_comes() -> None:
    view = view_around(NOON_US, 900 * DAY_US, 1_000)
    extent = (NOON_US - 4_000 * DAY_US, NOON_US + 500 * DAY_US)
    grown = [map_span(view, (extent[0], extent[1] + n * 1_000_000), BERLIN) for n in range(60)]
    assert len(set(grown)) <= 2
    assert all(span.end_us > extent[1] for span in grown)


def test_everything_changes_seldom_while_a_view_beyond_it_moves() -> None:
    views = [view_around(NOON_US, 9_000 * DAY_US, 1_000).panned(n) for n in range(100)]
    spans = [map_span(view, (NOON_US - DAY_US, NOON_US), BERLIN) for view in views]
    assert all(
        span.start_us < view.start_us and view.end_us < span.end_us for view, span in zip(views, spans, strict=True)
    )
    assert len(set(spans)) <= 5
