"""Columns: which is under the pointer, in either direction of reading, and by the keys."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.day.columns import Column, TimeColumns
from app.ui.theme import DARK

COLUMNS = tuple(Column(str(n), str(n), (("Code", 1_000.0 * n),)) for n in range(6))


@pytest.fixture
def columns(qtbot: QtBot) -> TimeColumns:
    made = TimeColumns(DARK)
    qtbot.addWidget(made)
    made.resize(600, 200)
    made.show_columns(COLUMNS, "By the hour")
    made.show()
    return made


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_a_click_tells_which_column_it_is(columns: TimeColumns, qtbot: QtBot, direction: Qt.LayoutDirection) -> None:
    columns.setLayoutDirection(direction)
    first, last = columns.place_of(0).toPoint(), columns.place_of(5).toPoint()
    assert (first.x() < last.x()) is (direction is Qt.LayoutDirection.LeftToRight)
    with qtbot.waitSignal(columns.chosen) as caught:
        QTest.mouseClick(columns, Qt.MouseButton.LeftButton, pos=last)
    assert caught.args == [5]


def test_the_keys_walk_along_and_enter_chooses(columns: TimeColumns, qtbot: QtBot) -> None:
    for _ in range(3):
        QTest.keyClick(columns, Qt.Key.Key_Right)
    with qtbot.waitSignal(columns.chosen) as caught:
        QTest.keyClick(columns, Qt.Key.Key_Return)
    assert caught.args == [3]


def test_long_columns_are_drawn_higher(columns: TimeColumns) -> None:
    image = columns.grab().toImage()
    top = columns.place_of(5).toPoint()
    low = columns.place_of(1).toPoint()
    assert image.pixelColor(top.x(), 20) != image.pixelColor(low.x(), 20)
    assert "5: 1 h 23 min" in columns.accessibleDescription()


def test_the_keyboard_sees_where_it_is_and_an_empty_time_says_so(columns: TimeColumns, qtbot: QtBot) -> None:
    before = columns.grab().toImage()
    QApplication.sendEvent(columns, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    assert columns.grab().toImage() != before
    with qtbot.waitSignal(columns.chosen) as caught:
        QTest.keyClick(columns, Qt.Key.Key_Return)
    assert caught.args == [0]
    QApplication.sendEvent(columns, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason))
    assert columns.grab().toImage() == before
    nothing = tuple(Column(str(n), str(n), ()) for n in range(6))
    columns.show_columns(nothing, "By the hour")
    silent = columns.grab().toImage()
    columns.show_columns(nothing, "By the hour", "Nothing was recorded.")
    assert columns.grab().toImage() != silent
