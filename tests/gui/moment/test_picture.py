"""The picture of a moment: its text is selected and copied like real text."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.timeline.findings import Finding
from app.timeline.recognised import TextLine
from app.ui.moment.picture import PictureView
from app.ui.theme import DARK

LINES = (
    TextLine("Quarterly review", 100, 50, 320, 40),
    TextLine("Launch moves to week 49.", 100, 120, 480, 30),
    TextLine("Owner: design.", 100, 170, 280, 30),
)


@pytest.fixture
def picture(qtbot: QtBot) -> Iterator[PictureView]:
    view = PictureView(DARK)
    qtbot.addWidget(view)
    view.resize(960, 400)
    image = QImage(1920, 1080, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    view.show_picture(image, LINES)
    view.show()
    yield view
    view.close()


class Paintings(QObject):
    """Counts how often a widget is painted."""

    def __init__(self, view: PictureView) -> None:
        super().__init__(view)
        self.count = 0
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        self.count += event.type() == QEvent.Type.Paint
        return False


def drag(view: PictureView, start: QPointF, end: QPointF) -> None:
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start.toPoint())
    QTest.mouseMove(view, ((start + end) / 2).toPoint())
    QTest.mouseMove(view, end.toPoint())
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end.toPoint())


def wheel(view: PictureView, at: QPoint, steps: int, modifiers: Qt.KeyboardModifier) -> None:
    phase, button = Qt.ScrollPhase.NoScrollPhase, Qt.MouseButton.NoButton
    turned = QPoint(0, 120 * steps)
    event = QWheelEvent(QPointF(at), view.mapToGlobal(QPointF(at)), QPoint(), turned, button, modifiers, phase, False)
    QApplication.sendEvent(view, event)


def test_dragging_over_words_selects_them_and_copies(picture: PictureView) -> None:
    drag(picture, picture.place_of(110, 135), picture.place_of(300, 135))
    assert picture.selected_text() == "Launch moves"
    QTest.keyClick(picture, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Launch moves"


def test_dragging_down_selects_whole_rows_between(picture: PictureView) -> None:
    drag(picture, picture.place_of(330, 70), picture.place_of(150, 185))
    assert picture.selected_text() == "review\nLaunch moves to week 49.\nOwner:"


def test_dragging_backwards_selects_the_same(picture: PictureView) -> None:
    drag(picture, picture.place_of(300, 135), picture.place_of(110, 135))
    assert picture.selected_text() == "Launch moves"


def test_a_double_click_selects_a_word(picture: PictureView) -> None:
    QTest.mouseDClick(picture, Qt.MouseButton.LeftButton, pos=picture.place_of(150, 70).toPoint())
    assert picture.selected_text() == "Quarterly"


def test_everything_is_selected_and_offered_in_the_menu(picture: PictureView) -> None:
    QTest.keyClick(picture, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert picture.selected_text().splitlines() == [line.text for line in LINES]
    copy = picture.context_menu().actions()[0]
    assert copy.isEnabled()
    copy.trigger()
    assert QGuiApplication.clipboard().text().startswith("Quarterly review")


def test_selected_text_can_be_searched_for(picture: PictureView, qtbot: QtBot) -> None:
    drag(picture, picture.place_of(110, 135), picture.place_of(300, 135))
    action = next(each for each in picture.context_menu().actions() if each.text().startswith("Search"))
    with qtbot.waitSignal(picture.search_wanted) as caught:
        action.trigger()
    assert caught.args == ["Launch moves"]


def test_a_click_beside_the_text_selects_nothing(picture: PictureView) -> None:
    picture.select_all()
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=picture.place_of(1500, 600).toPoint())
    assert picture.selected_text() == ""


def test_zooming_keeps_the_place_under_the_pointer(picture: PictureView) -> None:
    before = picture.place_of(150, 70)
    wheel(picture, before.toPoint(), 4, Qt.KeyboardModifier.ControlModifier)
    after = picture.place_of(150, 70)
    assert (after - before).manhattanLength() < 3
    assert picture.place_of(160, 70).x() - after.x() > 9


def test_text_is_selected_where_it_stands_when_zoomed(picture: PictureView) -> None:
    wheel(picture, QPoint(60, 40), 3, Qt.KeyboardModifier.ControlModifier)
    drag(picture, picture.place_of(110, 70), picture.place_of(140, 70))
    assert picture.selected_text() == "Quarterly"


def test_the_wheel_scrolls_to_the_lower_part(picture: PictureView) -> None:
    before = picture.place_of(0, 0).y()
    wheel(picture, QPoint(100, 100), -2, Qt.KeyboardModifier.NoModifier)
    assert picture.place_of(0, 0).y() < before


def test_the_selection_is_seen(picture: PictureView) -> None:
    spot = picture.place_of(105, 122).toPoint() + QPoint(3, 3)
    before = picture.grab().toImage().pixelColor(spot)
    drag(picture, picture.place_of(110, 135), picture.place_of(300, 135))
    assert picture.grab().toImage().pixelColor(spot) != before


def test_a_message_takes_the_place_of_a_picture(picture: PictureView) -> None:
    picture.show_message("No picture of this moment", "The screen was not recorded here.")
    assert not picture.has_picture
    assert picture.selected_text() == ""


def test_what_was_found_is_framed_in_its_place(picture: PictureView) -> None:
    picture.show_findings([Finding("person", 0.93, 400, 200, 300, 150)])
    image = picture.grab().toImage()
    edge, inside = picture.place_of(400, 275).toPoint(), picture.place_of(550, 275).toPoint()
    assert image.pixelColor(edge).name() == DARK.good
    assert image.pixelColor(inside).name() == "#ffffff"
    picture.show_message("", "")
    assert picture.findings == ()


def test_the_same_again_paints_nothing(picture: PictureView, qtbot: QtBot) -> None:
    with qtbot.waitExposed(picture):
        picture.show()
    picture.grab()
    QApplication.processEvents()
    painted = Paintings(picture)
    picture.show_text(LINES)
    picture.show_findings(())
    QApplication.processEvents()
    assert painted.count == 0
    picture.show_text(LINES[:1])
    qtbot.waitUntil(lambda: painted.count > 0)
