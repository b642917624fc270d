"""A switch turns by click and by key, and shows it."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.ui.theme import DARK, LIGHT
from app.ui.widgets.switch import Switch


def _switch(qtbot: QtBot) -> Switch:
    made = Switch("Record the screen", DARK)
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    made.show()
    return made


def test_click_and_space_turn_it(qtbot: QtBot) -> None:
    switch = _switch(qtbot)
    with qtbot.waitSignal(switch.toggled):
        qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert switch.isChecked()
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert not switch.isChecked()


def test_on_and_off_look_different_in_both_themes(qtbot: QtBot) -> None:
    switch = _switch(qtbot)
    for theme in (DARK, LIGHT):
        switch.set_theme(theme)
        switch.setChecked(False)
        off = switch.grab().toImage()
        switch.setChecked(True)
        assert switch.grab().toImage() != off


def test_the_knob_changes_sides(qtbot: QtBot) -> None:
    switch = _switch(qtbot)
    middle = switch.height() // 2
    off = switch.grab().toImage()
    switch.setChecked(True)
    on = switch.grab().toImage()
    right = switch.width() - 12
    assert (off.pixelColor(12, middle).name(), off.pixelColor(right, middle).name() == "#ffffff") == ("#ffffff", False)
    assert (on.pixelColor(12, middle).name() == "#ffffff", on.pixelColor(right, middle).name()) == (False, "#ffffff")


def test_screen_readers_learn_its_name(qtbot: QtBot) -> None:
    assert _switch(qtbot).accessibleName() == "Record the screen"
