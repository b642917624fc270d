"""Every key in words."""

from pytestqt.qtbot import QtBot

from app.ui.shortcuts import native, timeline_shortcuts, window_shortcuts
from app.ui.timeline.keys import Binding


def test_keys_are_listed_once_and_in_words(qtbot: QtBot) -> None:
    listed = window_shortcuts()
    assert len({one.keys for one in listed}) == len(listed)
    assert all(one.words for one in listed)
    assert native("Ctrl+K") in {one.keys for one in listed}


def test_the_timelines_keys_are_its_own(qtbot: QtBot) -> None:
    listed = timeline_shortcuts([Binding(("W", "+"), "Zoom in", lambda: None)])
    assert (listed[0].keys, listed[0].words) == ("W  +", "Zoom in")
