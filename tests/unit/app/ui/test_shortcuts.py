"""Every key in words."""

from pytestqt.qtbot import QtBot

from app.ui.shortcuts import native, query_shortcuts, timeline_shortcuts, window_shortcuts
from app.ui.timeline.keys import Binding


def test_keys_are_listed_once_and_in_words(qtbot: QtBot) -> None:
    listed = (*window_shortcuts(), *query_shortcuts())
    each = [keys for one in listed for keys in one.keys]
    assert len(set(each)) == len(each)
    assert all(one.words for one in listed)
    assert {native("Ctrl+K"), native("Ctrl+E"), native("F1")} <= set(each)


def test_the_timelines_keys_are_its_own(qtbot: QtBot) -> None:
    listed = timeline_shortcuts([Binding(("W", "+"), "Zoom in", lambda: None)])
    assert (listed[0].keys, listed[0].words) == (("W", "+"), "Zoom in")
