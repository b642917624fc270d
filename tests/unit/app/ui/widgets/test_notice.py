"""A notice appears above its page and goes away."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.widgets.notice import Notice


def test_it_stands_inside_its_page_and_a_click_dismisses_it(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(500, 300)
    page.show()
    notice = Notice(page)
    assert notice.isHidden()
    notice.say("Text copied")
    assert notice.isVisible()
    assert page.rect().contains(notice.geometry())
    page.resize(400, 200)
    assert page.rect().contains(notice.geometry())
    qtbot.mouseClick(notice, Qt.MouseButton.LeftButton)
    assert notice.isHidden()


def test_a_long_message_is_wrapped_into_the_page(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(300, 300)
    page.show()
    notice = Notice(page)
    notice.say("The settings file cannot be written because the disk is full; free some room. " * 3, wrong=True)
    assert page.rect().contains(notice.geometry())
