"""Lanes grouped by device: each device has its own, with what it observed alone, and that is remembered."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, QSettings
from pytestqt.qtbot import QtBot

from app.timeline.lanes import lane_name
from app.ui.timeline.page import TimelinePage
from storage.events import Event, new_uid
from storage.store import EventQuery
from storage.topics import INPUT_ACTIVITY, WINDOW_FOCUS
from tests.data.sample_store import MEETING_US, MIDNIGHT_US, Recorded, recorded_day
from tests.data.sample_way import fill_way

HOUR_US = 3_600_000_000
Make = Callable[..., TimelinePage]


@pytest.fixture(scope="module")
def devices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    with recorded_day(tmp_path_factory.mktemp("devices")) as recorded:
        fill_way(recorded.storage.log, MIDNIGHT_US)
        tapped = {"keys": 2, "clicks": 0}
        at = [MEETING_US + step * 60_000_000 for step in range(20)]
        recorded.storage.log.append([Event(new_uid(), INPUT_ACTIVITY, "phone", t, t + 1, t, data=tapped) for t in at])
        yield recorded


def toggle(page: TimelinePage, qtbot: QtBot) -> None:
    menu = page.heads.menu("input")
    next(action for action in menu.actions() if action.text() == "Group by device").trigger()
    menu.deleteLater()
    qtbot.waitUntil(page.idle)


def shown(page: TimelinePage) -> list[tuple[str, str]]:
    return [(placed.lane.source, placed.lane.device) for placed in page.canvas.placed()]


def fetched(page: TimelinePage, name: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(page.feed.cache.pieces(name, page.navigator.viewport)))
    qtbot.waitUntil(page.idle)


def counted(page: TimelinePage, name: str) -> int:
    pieces = page.feed.cache.pieces(name, page.navigator.viewport)
    return sum(
        int(
            ((piece.sheet.tiles[name].starts >= piece.start_us) & (piece.sheet.tiles[name].starts < piece.end_us)).sum()
        )
        for piece in pieces
    )


def test_every_device_has_lanes_of_its_own(make_page: Make, devices: Recorded, qtbot: QtBot) -> None:
    page = make_page(devices)
    page.go_to(MEETING_US, HOUR_US)
    toggle(page, qtbot)
    fetched(page, lane_name("input", "phone"), qtbot)
    assert shown(page).index(("input", "desk")) < shown(page).index(("input", "phone"))
    assert ("screen", "phone") not in shown(page)
    assert ("places", "phone") in shown(page)
    view = page.navigator.viewport
    taps = devices.storage.store.events(EventQuery((INPUT_ACTIVITY,), view.start_us, view.end_us, device="phone"))
    assert counted(page, lane_name("input", "phone")) == len(taps) > 0
    toggle(page, qtbot)
    assert ("input", "") in shown(page)
    assert not any(device for _, device in shown(page))


def test_titles_and_cards_are_those_of_the_device(make_page: Make, devices: Recorded, qtbot: QtBot) -> None:
    page = make_page(devices)
    page.go_to(MEETING_US, HOUR_US // 6)
    toggle(page, qtbot)
    name = lane_name("applications", "desk")
    fetched(page, name, qtbot)
    window = devices.storage.store.latest((WINDOW_FOCUS,), MEETING_US)
    assert window is not None
    placed = next(placed for placed in page.canvas.placed() if placed.lane.name == name)
    page.canvas.hover(QPointF(150 + page.navigator.viewport.x_of(MEETING_US), placed.top_px + 12))
    assert page.canvas.card()[0] == f"{window.data['app']} — {window.data['title']}"


def test_from_too_far_away_the_lane_asks_to_zoom_in(
    make_page: Make, devices: Recorded, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.pyramid.tiles.MOST_TOLD_APART", 10)
    page = make_page(devices)
    page.go_to(MEETING_US, 2_000 * HOUR_US)
    toggle(page, qtbot)
    name = lane_name("input", "desk")
    fetched(page, name, qtbot)
    assert not page.feed.cache.pieces(name, page.navigator.viewport)[0].sheet.tiles[name].told_apart
    assert page.canvas.message is None  # it is not that nothing was recorded


def test_grouping_is_remembered_with_its_layout(
    make_page: Make, devices: Recorded, qtbot: QtBot, tmp_path: Path
) -> None:
    memory = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    page = make_page(devices, memory)
    toggle(page, qtbot)
    qtbot.waitUntil(lambda: ("input", "phone") in shown(page))
    page.canvas.set_lanes(page.canvas.lanes.toggled(lane_name("input", "phone")))
    again = make_page(devices, memory)
    qtbot.waitUntil(lambda: ("input", "desk") in shown(again))
    assert ("input", "phone") not in shown(again)
