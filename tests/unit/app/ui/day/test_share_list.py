"""Names with their time: in order, indented, chosen by a click, and said where there are none."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.ui.day.share_list import Share, ShareList
from app.ui.theme import DARK, LIGHT
from app.ui.widgets.bars import StretchBar

SHARES = (Share("w", "Work", 0, 7200.0, "#2f74c0"), Share("w › c", "R & D", 1, 3600.0, "#2f74c0"))


def test_rows_are_told_apart_and_a_click_tells_which(qtbot: QtBot) -> None:
    made = ShareList(DARK, "Nothing.")
    qtbot.addWidget(made)
    made.show_shares(SHARES)
    buttons = made.findChildren(QPushButton)
    assert [button.accessibleName() for button in buttons] == ["Work, 2 h", "R & D, 1 h"]
    assert [bar.stretches[0].end for bar in made.findChildren(StretchBar)] == [1.0, 0.5]
    with qtbot.waitSignal(made.chosen) as caught:
        QTest.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    assert caught.args == ["w › c"]


def test_an_empty_list_says_so_and_another_theme_keeps_the_rows(qtbot: QtBot) -> None:
    made = ShareList(DARK, "Nothing.")
    qtbot.addWidget(made)
    made.show_shares(())
    assert [label.text() for label in made.findChildren(QLabel)] == ["Nothing."]
    made.show_shares(SHARES)
    made.set_theme(LIGHT)
    assert made.shares == SHARES
