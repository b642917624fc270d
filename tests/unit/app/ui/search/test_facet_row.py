"""A row of a facet."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.search.facet_row import FacetRow
from app.ui.theme import DARK


def test_it_says_its_name_and_count_and_can_be_pressed(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    row = FacetRow("Firefox", 1234, None, DARK, parent)
    row.resize(200, 27)
    assert row.accessibleName() == "Firefox, 1,234 found"
    parent.show()
    with qtbot.waitSignal(row.clicked):
        qtbot.keyClick(row, Qt.Key.Key_Space)


def test_the_bar_is_as_long_as_the_share(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    row = FacetRow("Heard", 5, 0.5, DARK, parent)
    row.resize(212, row.sizeHint().height())
    image = row.grab().toImage()
    assert image.pixelColor(60, 31).name() == DARK.accent
    assert image.pixelColor(150, 31).name() == DARK.raised
