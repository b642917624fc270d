"""The icons: every one can be drawn, in the colour asked for."""

import re

import pytest
from pytestqt.qtbot import QtBot

from app.ui.icons import application_icon, icon, pixmap, state_icon
from resources.locate import resource

STYLES = resource("styles") / "daytrail.qss"
COLOURED = {"daytrail", *re.findall(r"\$icons/([a-z-]+)\.svg", STYLES.read_text())}
NAMES = sorted(path.stem for path in resource("icons").glob("*.svg"))


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_draws_something(qtbot: QtBot, name: str) -> None:
    picture = pixmap(name, "#ff0000", 24, 2.0)
    assert picture.width() == 48
    image = picture.toImage()
    inked = [image.pixelColor(x, y) for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() > 200]
    assert inked


@pytest.mark.parametrize("name", [name for name in NAMES if name not in COLOURED])
def test_icons_take_the_themes_colour(qtbot: QtBot, name: str) -> None:
    image = pixmap(name, "#ff0000", 24, 2.0).toImage()
    solid = [image.pixelColor(x, y) for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() == 255]
    assert {colour.name() for colour in solid} <= {"#ff0000"}


def test_a_checked_icon_has_its_own_colour(qtbot: QtBot) -> None:
    made = icon("search", "#111111", "#eeeeee")
    assert not made.isNull()
    assert made.pixmap(20).toImage() != made.pixmap(20, made.Mode.Normal, made.State.On).toImage()


def test_states_can_be_told_apart(qtbot: QtBot) -> None:
    states = [("record", "#f0605d"), ("pause", "#f2b84b"), ("private", "#9aa3b2"), ("trouble", "#f2b84b")]
    images = [state_icon(*state).pixmap(22).toImage() for state in states]
    assert all(images[a] != images[b] for a in range(4) for b in range(a))
    assert not application_icon().isNull()


def test_an_unknown_icon_is_refused(qtbot: QtBot) -> None:
    with pytest.raises(FileNotFoundError):
        pixmap("no-such-icon", "#000000", 16)
