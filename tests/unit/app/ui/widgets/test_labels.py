"""Labels in their roles."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.ui.widgets.labels import ElidedLabel, label, rule, set_property, set_role


def test_heads_are_capitals(qtbot: QtBot) -> None:
    made = label("On disk", "head")
    qtbot.addWidget(made)
    assert made.text() == "ON DISK"


def test_text_is_never_read_as_markup(qtbot: QtBot) -> None:
    made = label("<b>title</b>")
    qtbot.addWidget(made)
    assert made.textFormat() is Qt.TextFormat.PlainText


def test_a_role_can_change(qtbot: QtBot) -> None:
    made = label("x", "dim")
    qtbot.addWidget(made)
    set_role(made, "error")
    assert made.property("role") == "error"
    set_property(made, "wrong", True)
    assert made.property("wrong") is True


def test_a_long_line_is_cut_and_told_whole(qtbot: QtBot) -> None:
    made = ElidedLabel("a very long title that does not fit into so little room")
    qtbot.addWidget(made)
    made.resize(90, 20)
    made.grab()
    assert made.toolTip() == made.text()
    made.resize(900, 20)
    made.grab()
    assert made.toolTip() == ""


def test_a_rule_is_thin(qtbot: QtBot) -> None:
    made = rule()
    qtbot.addWidget(made)
    assert made.maximumHeight() == 1
