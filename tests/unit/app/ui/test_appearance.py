"""Which theme is in force."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.settings import Theme as Choice
from app.ui.appearance import Appearance
from app.ui.theme import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT, Theme


@pytest.fixture
def appearance(qapp: QApplication) -> Appearance:
    return Appearance(qapp, Choice.DARK)


def test_the_choice_is_put_on_at_once(qapp: QApplication, appearance: Appearance, qtbot: QtBot) -> None:
    with qtbot.waitSignal(appearance.changed) as told:
        appearance.choose(Choice.LIGHT)
    assert told.args == [LIGHT]
    assert qapp.palette().window().color().name() == LIGHT.window
    assert LIGHT.panel in qapp.styleSheet()


def test_the_system_is_followed_while_it_runs(qapp: QApplication, qtbot: QtBot) -> None:
    system = [Qt.ColorScheme.Dark]
    appearance = Appearance(qapp, Choice.SYSTEM, lambda: system[0])
    assert appearance.theme is DARK
    system[0] = Qt.ColorScheme.Light
    qapp.styleHints().colorSchemeChanged.emit(system[0])
    assert appearance.theme is LIGHT


def test_a_choice_does_not_follow_the_system(qapp: QApplication) -> None:
    appearance = Appearance(qapp, Choice.DARK, lambda: Qt.ColorScheme.Light)
    qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert appearance.theme is DARK


@pytest.mark.parametrize(("choice", "theme"), [(Choice.DARK, CONTRAST_DARK), (Choice.LIGHT, CONTRAST_LIGHT)])
def test_high_contrast_follows_the_system_in_every_theme(qapp: QApplication, choice: Choice, theme: Theme) -> None:
    appearance = Appearance(qapp, choice, contrast=lambda: Qt.ContrastPreference.HighContrast)
    assert appearance.theme is theme


def test_the_typeface_is_there_on_any_system(qapp: QApplication, appearance: Appearance) -> None:
    assert qapp.font().family() == "Inter"
    assert qapp.font().pixelSize() == 13
