"""What an export takes: the fields for span, kinds, device and search, as the owner meets them in the dialog."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QDateTime, Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app.ui.export import ExportDialog
from app.ui.export_choice import ExportChoice
from app.ui.language import speak
from app.ui.main_window import MainWindow
from storage.events import Event, new_uid
from storage.export.run import ExportError
from storage.store import EventQuery, SearchQuery
from storage.topics import CLIPBOARD, TRANSCRIPT, WINDOW_FOCUS
from tests.data.sample_store import MEETING_US, Recorded
from tests.gui.conftest import controls_over

MINUTE_US = 60_000_000
SPAN = (MEETING_US - 5 * MINUTE_US, MEETING_US + 5 * MINUTE_US)


@dataclass(frozen=True, slots=True)
class Copied:
    """Something copied on one of two devices."""

    device: str
    text: str
    at_us: int

    def event(self) -> Event:
        return Event(
            new_uid(),
            CLIPBOARD,
            self.device,
            self.at_us,
            self.at_us,
            self.at_us,
            text=self.text,
            data={"characters": 9},
        )


COPIED = (
    Copied("desk", "plan of the launch", MEETING_US),
    Copied("phone", "launch party", MEETING_US + MINUTE_US),
    Copied("phone", "shopping", MEETING_US + 2 * MINUTE_US),
    Copied("phone", "a year before", MEETING_US - 365 * 1_440 * MINUTE_US),
)


@pytest.fixture
def dialog(empty: Recorded, tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> ExportDialog:
    """The dialog over what two devices copied."""
    speak(qapp)
    empty.storage.log.append([each.event() for each in COPIED])
    made = ExportDialog(controls_over(empty, tmp_path), SPAN, folder=tmp_path / "out")
    made.format.setCurrentIndex(made.format.findText("JSON lines"))
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.choice.device.count() == 3)
    qtbot.waitUntil(lambda: made.summary.text() == "3 events begin in this span.")
    return made


def written(dialog: ExportDialog, folder: Path, qtbot: QtBot) -> list[str]:
    with qtbot.waitSignal(dialog.exported, timeout=20_000):
        dialog.export_button.click()
    files = (folder / "out").rglob("*.jsonl")
    return [json.loads(line)["text"] for path in files for line in path.read_text().splitlines()]


def test_a_device_has_a_field_of_its_own(dialog: ExportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    device = dialog.choice.device
    assert [device.itemText(at) for at in range(3)] == ["Every device", "desk", "phone"]
    device.setCurrentIndex(2)
    qtbot.waitUntil(lambda: dialog.summary.text() == "2 events are found.")
    assert written(dialog, tmp_path, qtbot) == ["launch party", "shopping"]


def test_device_and_search_narrow_together_and_are_counted(dialog: ExportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    dialog.choice.device.setCurrentIndex(2)
    qtbot.keyClicks(dialog.choice.search, "launch")
    qtbot.waitUntil(lambda: dialog.summary.text() == "1 event is found.")
    assert written(dialog, tmp_path, qtbot) == ["launch party"]


def test_the_span_can_be_changed_and_left_out(dialog: ExportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    choice = dialog.choice
    choice.end.setDateTime(QDateTime.fromMSecsSinceEpoch((MEETING_US + MINUTE_US) // 1000))
    qtbot.waitUntil(lambda: dialog.summary.text().startswith("1 event "))
    choice.end.setDateTime(choice.begin.dateTime())
    qtbot.waitUntil(lambda: dialog.summary.text() == "The end lies before the beginning.")
    dialog.export_button.click()
    assert not (tmp_path / "out").exists()
    qtbot.mouseClick(choice.always, Qt.MouseButton.LeftButton, pos=choice.always.rect().center() / 4)
    assert not choice.begin.isEnabled()
    qtbot.waitUntil(lambda: dialog.summary.text() == "4 events in all.")
    assert len(written(dialog, tmp_path, qtbot)) == len(COPIED)


def test_several_kinds_can_be_pressed_and_none_means_all(controls_choice: ExportChoice, qtbot: QtBot) -> None:
    choice = controls_choice
    with qtbot.waitSignal(choice.changed):
        qtbot.mouseClick(choice.kinds["speech"], Qt.MouseButton.LeftButton)
    qtbot.keyClick(choice.kinds["window"], Qt.Key.Key_Space)
    assert choice.query() == EventQuery((TRANSCRIPT, WINDOW_FOCUS), *SPAN)
    choice.search.setText("launch kind:screen")
    with pytest.raises(ExportError, match="kind"):
        choice.query()
    for name in ("speech", "window"):
        qtbot.mouseClick(choice.kinds[name], Qt.MouseButton.LeftButton)
    query = choice.query()
    assert isinstance(query, SearchQuery)
    assert query.words == ("launch",)


@pytest.fixture
def controls_choice(empty: Recorded, qtbot: QtBot) -> ExportChoice:
    made = ExportChoice(empty.storage.store, SPAN)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: not made._reads.busy)
    return made


def test_it_opens_by_its_key_for_what_is_seen_and_from_the_settings_for_everything(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.open_at(MEETING_US, 60 * MINUTE_US)
    qtbot.keyClick(window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    seen = window.findChildren(ExportDialog)[0]
    begin, end = (edit.dateTime().toMSecsSinceEpoch() * 1000 for edit in (seen.choice.begin, seen.choice.end))
    assert (begin, end) == pytest.approx(window.timeline.visible_span(), abs=2_000)
    qtbot.keyClick(seen, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(ExportDialog))
    window.show_page("settings")
    window.pages.settings.show_group("storage")
    export = next(each for each in window.pages.settings.view.findChildren(QPushButton) if each.text() == "Export…")
    qtbot.mouseClick(export, Qt.MouseButton.LeftButton)
    everything = window.findChildren(ExportDialog)[0]
    assert everything.choice.always.isChecked()
    qtbot.waitUntil(lambda: "in all" in everything.summary.text(), timeout=20_000)
    everything.reject()
