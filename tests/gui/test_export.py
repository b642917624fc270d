"""A selected span: its bar of buttons, searching inside it, and the dialog that writes it to files."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.ui.export import ExportDialog
from app.ui.main_window import MainWindow
from storage.store import EventQuery
from storage.topics import WINDOW_FOCUS
from tests.data.sample_store import MEETING_US, Recorded
from tests.gui.fake_controls import FakeControls

MINUTE_US = 60_000_000
SPAN = (MEETING_US - 5 * MINUTE_US, MEETING_US + 5 * MINUTE_US)


@pytest.fixture
def dialog(controls: FakeControls, tmp_path: Path, qtbot: QtBot) -> ExportDialog:
    made = ExportDialog(controls, SPAN, folder=tmp_path / "out")
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: "begin in this span" in made.summary.text())
    return made


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def button(window: MainWindow, words: str) -> QPushButton:
    return next(each for each in window.timeline.selection_bar.buttons if each.toolTip().startswith(words))


def test_a_span_is_written_whole_and_what_was_written_is_said(
    dialog: ExportDialog, recorded: Recorded, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.format.setCurrentIndex(2)
    with qtbot.waitSignal(dialog.exported):
        click(dialog.export_button)
    wanted = len(recorded.storage.store.events(EventQuery((), *SPAN, limit=100_000)))
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    lines = sum(len(path.read_text().splitlines()) for path in (tmp_path / "out").rglob("*.jsonl"))
    assert lines == wanted > 100
    assert manifest["kind"] == "daytrail export"
    assert str(wanted) in dialog.summary.text().replace(",", "")
    click(dialog.close_button)
    assert not dialog.isVisible()


def test_a_folder_with_something_else_in_it_is_refused_and_another_can_be_chosen(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("mine")
    click(dialog.export_button)
    qtbot.waitUntil(lambda: "not empty" in dialog.summary.text())
    assert dialog.folder.isEnabled()
    assert (tmp_path / "out" / "letter.txt").read_text() == "mine"
    dialog.folder.setText("relative")
    click(dialog.export_button)
    assert "whole path" in dialog.summary.text()


def test_an_export_can_be_stopped_and_leaves_nothing(dialog: ExportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    dialog.media.setChecked(True)
    click(dialog.export_button)
    assert dialog.close_button.text() == "Stop"
    click(dialog.close_button)
    qtbot.waitUntil(dialog.export_button.isEnabled)
    if dialog.summary.text().startswith("Stopped"):
        assert not (tmp_path / "out").exists()
        assert not list(tmp_path.glob(".out*"))
    else:
        assert (tmp_path / "out" / "manifest.json").exists()


def test_the_bar_comes_with_a_selection_and_leads_to_export(window: MainWindow, qtbot: QtBot) -> None:
    window.open_at(MEETING_US, 60 * MINUTE_US)
    assert not window.timeline.selection_bar.isVisible()
    window.timeline.navigator.select(SPAN)
    assert window.timeline.selection_bar.isVisible()
    assert "10 min" in window.timeline.selection_bar.length.text()
    click(button(window, "Export"))
    dialog = window.findChildren(ExportDialog)[0]
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: "begin in this span" in dialog.summary.text())
    dialog.reject()
    window.timeline.navigator.select(None)
    assert not window.timeline.selection_bar.isVisible()


def test_searching_inside_a_span_finds_only_what_lies_in_it(window: MainWindow, qtbot: QtBot) -> None:
    window.open_at(MEETING_US, 60 * MINUTE_US)
    window.timeline.navigator.select(SPAN)
    click(button(window, "Search inside"))
    assert window.page == "search"
    QTest.keyClicks(window.bar.search, "the")
    qtbot.waitUntil(lambda: window.bar.search.text().endswith(" the"))
    QTest.keyClick(window.bar.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.pages.search.busy)
    assert window.bar.search.text().startswith("after:2026-11-16T10:40:00 before:2026-11-16T10:50:00")


def test_kind_and_search_choose_what_is_written_and_the_files_can_be_checked(
    dialog: ExportDialog, recorded: Recorded, tmp_path: Path, qtbot: QtBot
) -> None:
    dialog.format.setCurrentIndex(2)
    dialog.choice.kinds["window"].click()
    windows = recorded.storage.store.counts(*SPAN)[WINDOW_FOCUS]
    qtbot.waitUntil(lambda: dialog.summary.text().startswith(f"{windows} "))
    dialog.choice.search.setText("kind:speech x")
    qtbot.waitUntil(lambda: "either in the search" in dialog.summary.text())
    click(dialog.export_button)
    assert not (tmp_path / "out").exists()
    dialog.choice.kinds["window"].click()
    dialog.choice.search.setText("kind:window")
    with qtbot.waitSignal(dialog.exported):
        click(dialog.export_button)
    [written] = (tmp_path / "out").rglob("*.jsonl")
    lines = [json.loads(line) for line in written.read_text().splitlines()]
    assert {line["topic"] for line in lines} == {WINDOW_FOCUS}
    assert len(lines) >= windows
    click(dialog.check_button)
    qtbot.waitUntil(lambda: "file" in dialog.summary.text() and "written" in dialog.summary.text())
    written.write_text("other")
    click(dialog.check_button)
    qtbot.waitUntil(lambda: "Not as it was written" in dialog.summary.text())
    assert written.name in dialog.summary.text()
    dialog.folder.setText(str(tmp_path))
    click(dialog.check_button)
    qtbot.waitUntil(lambda: "manifest" in dialog.summary.text())
