"""How the page is divided: lanes get what they need while the picture keeps enough, until the owner moves the line."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.ui.timeline.halves import Halves
from app.ui.timeline.page import TimelinePage
from tests.data.sample_store import Recorded


@pytest.fixture
def page(make_page: Callable[..., TimelinePage], day: Recorded) -> TimelinePage:
    return make_page(day)


def halves(page: TimelinePage) -> Halves:
    found = page.findChild(Halves)
    assert found is not None
    return found


def test_lanes_that_fit_are_shown_whole_and_more_of_them_take_more(page: TimelinePage) -> None:
    page.resize(1400, 1300)
    assert page.canvas.height() == pytest.approx(page.canvas.sizeHint().height(), abs=2)
    before = page.canvas.height()
    first = page.canvas.lanes.lanes[0].name
    page.canvas.set_lanes(page.canvas.lanes.toggled(first))
    assert page.canvas.height() < before


def test_the_picture_keeps_enough_though_lanes_need_more(page: TimelinePage) -> None:
    page.resize(1400, 640)
    high = {lane.name: 300 for lane in page.canvas.lanes.lanes}
    page.canvas.set_lanes(replace(page.canvas.lanes, heights=high))
    assert page.moment.height() >= 295


def test_where_the_owner_put_the_line_it_stays(page: TimelinePage) -> None:
    split = halves(page)
    before = split.sizes()[0]
    handle = split.handle(1)
    middle = handle.rect().center()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(handle, middle + QPoint(0, 40))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=middle + QPoint(0, 40))
    moved = split.sizes()[0]
    assert moved > before
    page.canvas.set_lanes(page.canvas.lanes.toggled(page.canvas.lanes.lanes[0].name))
    assert split.sizes()[0] == moved
