"""The settings of a group."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.settings import Settings
from app.ui.settings.fields import groups
from app.ui.settings.group_view import GroupView
from app.ui.theme import DARK


def test_all_values_are_shown(qtbot: QtBot) -> None:
    view = GroupView(groups(), DARK)
    qtbot.addWidget(view)
    view.show_settings(Settings())
    assert len(view.rows) == sum(len(group.fields) for group in groups())
    assert all(row.restore.isHidden() for row in view.rows)


def test_nothing_found_is_said(qtbot: QtBot) -> None:
    view = GroupView((), DARK)
    qtbot.addWidget(view)
    assert any("No setting" in label.text() for label in view.findChildren(QLabel))


def test_parts_of_the_pages_own_come_last(qtbot: QtBot) -> None:
    view = GroupView(groups()[:1], DARK)
    qtbot.addWidget(view)
    own = QLabel("own")
    view.append(own)
    assert view.body.indexOf(own) == view.body.count() - 2


def test_texts_that_wrap_have_all_their_lines_in_a_window_wider_than_the_rows(qtbot: QtBot) -> None:
    storage = next(group for group in groups() if group.key == "storage")
    view = GroupView((storage,), DARK)
    qtbot.addWidget(view)
    view.resize(1600, 260)
    view.show()
    texts = [text for text in view.findChildren(QLabel) if text.wordWrap() and text.isVisible()]
    assert max(text.height() for text in texts) > min(text.height() for text in texts)
    assert all(text.height() >= text.heightForWidth(text.width()) for text in texts)
