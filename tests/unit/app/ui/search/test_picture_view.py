"""A picture with boxes on it."""

from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from app.ui.pictures import Frame
from app.ui.search.picture_view import NOTHING, PictureView
from app.ui.theme import DARK
from storage.store import Box


def _frame(own: bool = True) -> Frame:
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    return Frame(image, 400, 200, own)


def _view(qtbot: QtBot) -> PictureView:
    view = PictureView(DARK)
    qtbot.addWidget(view)
    view.resize(200, 100)
    return view


def test_boxes_are_scaled_from_the_original(qtbot: QtBot) -> None:
    view = _view(qtbot)
    view.show_frame(_frame(), (Box(200, 100, 100, 40),))
    image = view.grab().toImage()
    assert image.pixelColor(125, 60).name() != "#ffffff"
    assert image.pixelColor(50, 60).name() == "#ffffff"


def test_another_events_picture_gets_no_boxes(qtbot: QtBot) -> None:
    view = _view(qtbot)
    view.show_frame(_frame(own=False), (Box(200, 100, 100, 40),))
    assert view.grab().toImage().pixelColor(125, 60).name() == "#ffffff"


def test_no_picture_is_said(qtbot: QtBot) -> None:
    view = _view(qtbot)
    view.show_frame(NOTHING, ())
    assert view.accessibleName() == "No picture"
    assert view.grab().toImage().pixelColor(10, 50).name() == DARK.raised


def test_its_height_follows_the_picture(qtbot: QtBot) -> None:
    view = _view(qtbot)
    view.show_frame(_frame(), ())
    assert view.heightForWidth(300) == 150
