"""A line to search with."""

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
