"""The rail."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from app.controls import RecorderState
from app.ui.rail import Place, Rail
from app.ui.recorder import RecorderView
from app.ui.theme import DARK, LIGHT

PLACES = (Place("timeline", "timeline", "Timeline", "Ctrl+1"), Place("search", "search", "Search", "Ctrl+2"))


def _rail(qtbot: QtBot) -> tuple[QWidget, Rail]:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(60, 400)
    rail = Rail(PLACES, DARK, QMenu(parent), parent)
    rail.resize(56, 400)
    parent.show()
    return parent, rail


def test_a_click_chooses_a_page_and_one_is_marked(qtbot: QtBot) -> None:
    parent, rail = _rail(qtbot)
    buttons = {button.accessibleName(): button for button in rail.findChildren(QToolButton)}
    with qtbot.waitSignal(rail.chosen) as told:
        qtbot.mouseClick(buttons["Search"], Qt.MouseButton.LeftButton)
    assert told.args == ["search"]
    rail.show_page("timeline")
    assert buttons["Timeline"].isChecked()
    assert not buttons["Search"].isChecked()
    parent.close()


def test_the_recorders_state_is_shown_and_named(qtbot: QtBot) -> None:
    parent, rail = _rail(qtbot)
    rail.show_recorder(RecorderView(RecorderState.RECORDING, headline="Recording · 3 sources"))
    recording = rail.recorder_button.grab().toImage()
    rail.show_recorder(RecorderView(RecorderState.PAUSED, headline="Paused"))
    assert rail.recorder_button.grab().toImage() != recording
    assert rail.recorder_button.accessibleName() == "Paused"
    rail.set_theme(LIGHT)
    assert rail.recorder_button.accessibleName() == "Paused"
    parent.close()
