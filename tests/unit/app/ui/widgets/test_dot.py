"""A dot's colour has a meaning in words."""

from pytestqt.qtbot import QtBot

from app.ui.widgets.dot import Dot


def test_colour_and_meaning(qtbot: QtBot) -> None:
    dot = Dot()
    qtbot.addWidget(dot)
    dot.resize(dot.sizeHint())
    dot.show_state("#00ff00", "Recording")
    assert dot.grab().toImage().pixelColor(5, 5).name() == "#00ff00"
    assert dot.accessibleName() == dot.toolTip() == "Recording"
