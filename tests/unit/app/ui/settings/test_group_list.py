"""The list of groups."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.ui.settings.fields import groups
from app.ui.settings.group_list import GroupList
from app.ui.theme import DARK


def test_a_click_chooses_and_ends_the_search(qtbot: QtBot) -> None:
    made = GroupList(groups(), DARK)
    qtbot.addWidget(made)
    made.resize(260, 900)
    made.show()
    with qtbot.waitSignal(made.searched) as told:
        qtbot.keyClicks(made.line, "q")
    assert told.args == ["q"]
    with qtbot.waitSignal(made.chosen) as told:
        qtbot.mouseClick(made.buttons["capture.screen"], Qt.MouseButton.LeftButton)
    assert told.args == ["capture.screen"]
    assert made.line.text() == ""


def test_one_group_is_marked(qtbot: QtBot) -> None:
    made = GroupList(groups(), DARK)
    qtbot.addWidget(made)
    for key in ("general", "capture.screen"):
        made.mark(key)
        assert made.current == key
        assert [name for name, button in made.buttons.items() if button.isChecked()] == [key]


def test_the_marked_group_is_in_view(qtbot: QtBot) -> None:
    made = GroupList(groups(), DARK)
    qtbot.addWidget(made)
    made.resize(260, 300)
    made.show()
    for key in (groups()[-1].key, groups()[0].key):
        made.mark(key)
        qtbot.waitUntil(lambda key=key: not made.buttons[key].visibleRegion().isEmpty())  # type: ignore[misc]
