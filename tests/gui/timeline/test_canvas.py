"""The canvas: it looks the same painted straight onto the window or kept, and the pointer paints no lane again."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.ui.timeline.canvas import TimelineCanvas
from app.ui.timeline.page import TimelinePage
from tests.data.sample_store import Recorded


@pytest.fixture
def canvas(make_page: Callable[..., TimelinePage], day: Recorded) -> TimelineCanvas:
    return make_page(day).canvas


def seen(canvas: TimelineCanvas) -> QImage:
    return canvas.grab().toImage()


def test_a_moving_view_looks_as_one_at_rest(canvas: TimelineCanvas) -> None:
    canvas.navigator.pan(37.5)
    moving = seen(canvas)
    assert seen(canvas) == moving
    canvas.navigator.zoom(0.5, 300)
    assert seen(canvas) != moving


def test_the_pointer_over_a_resting_view_paints_no_lane_again(canvas: TimelineCanvas) -> None:
    canvas.navigator.pan(20)
    seen(canvas)
    canvas.hover(QPointF(500, 60))
    seen(canvas)
    painted = canvas.frames_painted
    for x in range(501, 520):
        canvas.hover(QPointF(x, 60))
        seen(canvas)
    assert canvas.frames_painted == painted


def test_new_data_is_shown_everywhere_though_only_a_part_is_asked_for(canvas: TimelineCanvas, qtbot: QtBot) -> None:
    seen(canvas)
    painted = canvas.frames_painted
    canvas.renew_soon()
    canvas.repaint(QRect(200, 40, 30, 30))
    qtbot.waitUntil(lambda: canvas.frames_painted >= painted + 2)
