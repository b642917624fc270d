"""A row of the settings page."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.ui.settings.fields import Kind, SettingField
from app.ui.settings.row import SettingRow
from app.ui.theme import DARK, LIGHT

FIELD = SettingField(
    ("capture", "screen", "quality"), "Picture quality", "Higher is larger", Kind.WHOLE, 60, (), 10, 100
)


def _row(qtbot: QtBot) -> SettingRow:
    row = SettingRow(FIELD, DARK)
    qtbot.addWidget(row)
    row.show()
    return row


def test_the_way_back_is_shown_only_where_there_is_one(qtbot: QtBot) -> None:
    row = _row(qtbot)
    row.show_value(60)
    assert row.restore.isHidden()
    row.show_value(70)
    assert row.restore.isVisible()
    with qtbot.waitSignal(row.edited) as told:
        qtbot.mouseClick(row.restore, Qt.MouseButton.LeftButton)
    assert told.args == [FIELD, 60]


def test_an_error_stays_until_a_value_is_shown(qtbot: QtBot) -> None:
    row = _row(qtbot)
    row.show_error("That is too much.")
    assert row.error.isVisible()
    row.show_value(60)
    assert row.error.isHidden()


def test_the_theme_reaches_its_parts(qtbot: QtBot) -> None:
    row = _row(qtbot)
    row.show_value(70)
    before = row.restore.grab().toImage()
    row.set_theme(LIGHT)
    assert row.restore.grab().toImage() != before
