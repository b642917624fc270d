"""Stretches are painted where they belong."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.ui.widgets.bars import Stretch, StretchBar

RED, GREEN, GREY = "#ff0000", "#00ff00", "#808080"


def _bar(qtbot: QtBot) -> StretchBar:
    bar = StretchBar(10, GREY)
    qtbot.addWidget(bar)
    bar.resize(100, 10)
    bar.show_stretches((Stretch(0.2, 0.5, RED), Stretch(0.5, 0.8, GREEN)), GREY, "half")
    return bar


def test_colours_stand_at_their_shares(qtbot: QtBot) -> None:
    image = _bar(qtbot).grab().toImage()
    assert [image.pixelColor(x, 5).name() for x in (10, 35, 65, 90)] == [GREY, RED, GREEN, GREY]


def test_right_to_left_mirrors_it(qtbot: QtBot) -> None:
    bar = _bar(qtbot)
    bar.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    image = bar.grab().toImage()
    assert [image.pixelColor(x, 5).name() for x in (10, 35, 65, 90)] == [GREY, GREEN, RED, GREY]


def test_it_is_described_in_words(qtbot: QtBot) -> None:
    assert _bar(qtbot).accessibleName() == "half"
