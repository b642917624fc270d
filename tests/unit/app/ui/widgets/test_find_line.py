"""A line to search with."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.ui.theme import DARK
from app.ui.widgets.find_line import FindLine


def test_keys_are_shown_while_it_is_empty(qtbot: QtBot) -> None:
    line = FindLine("Search…", DARK, keys="Ctrl K")
    qtbot.addWidget(line)
    line.show()
    hint = next(part for part in line.findChildren(type(line._keys)) if part.text() == "Ctrl K")
    assert hint.isVisible()
    qtbot.keyClicks(line, "x")
    assert not hint.isVisible()


def test_it_is_named_by_what_it_asks_for(qtbot: QtBot) -> None:
    line = FindLine("Find a setting…", DARK)
    qtbot.addWidget(line)
    assert line.accessibleName() == "Find a setting"
    assert line.textMargins().left() > 0


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_the_text_ends_where_the_keys_begin(qtbot: QtBot, direction: Qt.LayoutDirection) -> None:
    line = FindLine("Search everything there is…", DARK, keys="Ctrl K")
    qtbot.addWidget(line)
    line.setLayoutDirection(direction)
    line.resize(160, 30)
    line.show()
    hint = next(part for part in line.findChildren(type(line._keys)) if part.text() == "Ctrl K")
    left, right = line.textMargins().left(), line.width() - line.textMargins().right()
    assert hint.geometry().right() <= left or hint.geometry().left() >= right
    line.setText("x")
    assert min(line.textMargins().left(), line.textMargins().right()) == 0
