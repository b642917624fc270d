"""The strip below: it asks for its data once, not for every second of growth, and again when another span is shown."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from app.timeline.sheets import Sheet
from app.timeline.zone import DAY_US
from app.ui.timeline.page import TimelinePage
from tests.data.sample_store import Recorded


@pytest.fixture
def page(make_page: Callable[..., TimelinePage], day: Recorded) -> TimelinePage:
    return make_page(day)


@pytest.fixture
def mapped(page: TimelinePage) -> list[Sheet]:
    sheets: list[Sheet] = []
    page.feed.mapped.connect(sheets.append)
    return sheets


def test_a_little_growth_asks_for_nothing(page: TimelinePage, mapped: list[Sheet], qtbot: QtBot) -> None:
    assert page.feed.extent is not None
    first_us, end_us = page.feed.extent
    page.navigator.show(page.navigator.viewport.zoomed(10_000, 300))
    qtbot.waitUntil(lambda: bool(mapped) and page.idle())
    asked = len(mapped)
    for second in range(1, 20):
        page.feed.extent = (first_us, end_us + second)
        page.minimap.renew()
    qtbot.waitUntil(page.idle)
    assert len(mapped) == asked


def test_a_far_coarser_span_is_asked_for_and_holds_what_is_recorded(
    page: TimelinePage, mapped: list[Sheet], qtbot: QtBot
) -> None:
    assert page.feed.extent is not None
    first_us, end_us = page.feed.extent
    page.go_to((first_us + end_us) // 2, 900 * DAY_US)
    qtbot.waitUntil(lambda: bool(mapped) and page.idle())
    assert mapped[-1].window.start_us <= first_us
    assert mapped[-1].window.end_us >= end_us
    assert any(len(tile.starts) for tile in mapped[-1].tiles.values())
