"""Letters: texts laid out once look as Qt draws them, also those from right to left, and are cut to their room."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from pytestqt.qtbot import QtBot

from app.ui.timeline.letters import Letters

PLACE = QRectF(7.3, 4, 180, 17)
TEXTS = ("Quarterly report — draft", "10:42", "<b>not bold</b>", "über Größe …", "שלום עולם", "two\nlines")


@pytest.fixture
def letters(qtbot: QtBot) -> Letters:
    font = QFont("DejaVu Sans")
    font.setPixelSize(11)
    return Letters(font)


def drawn(paint: Callable[[QPainter], None]) -> QImage:
    image = QImage(200, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("#101010"))
    painter = QPainter(image)
    painter.setPen(QColor("#f0f0f0"))
    paint(painter)
    painter.end()
    return image


@pytest.mark.parametrize("text", TEXTS)
def test_it_looks_as_qt_draws_it(letters: Letters, text: str) -> None:
    def plain(painter: QPainter) -> None:
        painter.setFont(letters.font)
        painter.drawText(PLACE, Qt.AlignmentFlag.AlignVCenter, text)

    for _ in range(2):  # the second time it has been laid out before
        assert drawn(lambda painter: letters.draw(painter, PLACE, text)) == drawn(plain)


@pytest.mark.parametrize("text", TEXTS)
def test_on_a_line_it_looks_as_qt_draws_it(letters: Letters, text: str) -> None:
    def plain(painter: QPainter) -> None:
        painter.setFont(letters.font)
        painter.drawText(QPointF(5, 20), text)

    assert drawn(lambda painter: letters.draw_on(painter, 5, 20, text)) == drawn(plain)


def test_what_does_not_fit_is_cut(letters: Letters) -> None:
    cut = letters.elided("Quarterly report of the workshop", 80)
    assert cut.endswith("…")
    assert letters.width_px(cut) <= 80
    assert letters.elided("short", 80) == "short"
