"""Which lanes stand on the canvas: what has anything, speech with its voices, and two layouts remembered apart."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from app.timeline.lanes import lane_name
from app.ui.timeline.page import TimelinePage
from storage.events import Event, new_uid
from storage.topics import CLIPBOARD
from tests.data.sample_store import MEETING_US, Recorded

Make = Callable[..., TimelinePage]


def shown(page: TimelinePage) -> list[str]:
    return [placed.lane.name for placed in page.canvas.placed()]


def test_a_lane_appears_when_it_has_something(make_page: Make, nothing: Recorded, qtbot: QtBot) -> None:
    page = make_page(nothing)
    assert "clipboard" not in shown(page)
    event = Event(new_uid(), CLIPBOARD, "desk", MEETING_US, MEETING_US, MEETING_US, text="abc", data={"characters": 3})
    assert not nothing.storage.log.append([event]).rejected
    page.feed.look_again()
    qtbot.waitUntil(lambda: "clipboard" in shown(page))


def test_voices_are_fetched_with_speech_though_their_lane_is_hidden(make_page: Make, day: Recorded) -> None:
    page = make_page(day)
    assert "voice" not in shown(page)
    names = page.lane_keeper.names_to_fetch()
    assert "voice" in names
    assert len(names) == len(set(names))
    page.canvas.set_lanes(page.canvas.lanes.toggled("voice"))
    assert page.lane_keeper.names_to_fetch().count("voice") == 1


def test_lanes_by_device_and_lanes_of_all_are_remembered_apart(
    make_page: Make, day: Recorded, qtbot: QtBot, tmp_path: Path
) -> None:
    memory = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    page = make_page(day, memory)
    page.canvas.set_lanes(page.canvas.lanes.toggled("input"))
    page.lane_keeper.toggle_grouping()
    mine = lane_name("input", "desk")
    qtbot.waitUntil(lambda: mine in shown(page))
    page.lane_keeper.toggle_grouping()
    qtbot.waitUntil(lambda: mine not in shown(page))
    assert "input" not in shown(page)
    assert memory.value("timeline/by_device", type=bool) is False
    again = make_page(day, memory)
    assert "input" not in shown(again)
    assert "applications" in shown(again)


@pytest.mark.parametrize("grouped", [True, False])
def test_how_lanes_are_grouped_is_remembered(
    make_page: Make, day: Recorded, qtbot: QtBot, tmp_path: Path, grouped: bool
) -> None:
    memory = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    memory.setValue("timeline/by_device", grouped)
    page = make_page(day, memory)
    name = lane_name("applications", "desk") if grouped else "applications"
    qtbot.waitUntil(lambda: name in shown(page))
    assert page.lane_keeper.grouped is grouped
