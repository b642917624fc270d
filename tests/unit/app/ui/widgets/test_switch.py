"""A switch turns by click and by key, and shows it."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.timeline.colours import contrast
from app.ui.theme import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT, Theme
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


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST_DARK, CONTRAST_LIGHT])
def test_a_switch_that_is_off_stands_out_from_its_ground(qtbot: QtBot, theme: Theme) -> None:
    switch = _switch(qtbot)
    switch.set_theme(theme)
    image = switch.grab().toImage()
    edge = [image.pixelColor(switch.width() // 2, y).name() for y in range(switch.height() // 2)]
    assert max(contrast(colour, theme.panel) for colour in edge[3:]) >= 3


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
