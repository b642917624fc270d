"""The bar of a selected span: there while there is one, each button with its verb, each with a name."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.ui.theme import DARK
from app.ui.timeline.menu import span_menu
from app.ui.timeline.navigator import Navigator
from app.ui.timeline.selection_bar import SelectionBar
from app.ui.timeline.span_actions import SpanVerbs, selected_words, span_actions

SPAN = (1_000_000, 721_000_000)
VERBS = ("fit", "play", "note", "tag", "search", "copy_text", "export", "again", "forget")


def remembering(done: list[tuple[str, int, int]]) -> SpanVerbs:
    return SpanVerbs(**{name: lambda *span, name=name: done.append((name, *span)) for name in VERBS})


def test_every_button_acts_on_the_selection(qtbot: QtBot) -> None:
    done: list[tuple[str, int, int]] = []
    navigator = Navigator(0)
    bar = SelectionBar(navigator, span_actions(remembering(done)), DARK)
    qtbot.addWidget(bar)
    assert bar.isHidden()
    navigator.select(SPAN)
    assert not bar.isHidden()
    assert bar.length.text() == selected_words(SPAN) == "12 min selected"
    for button in bar.buttons:
        assert button.accessibleName()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == [(name, *SPAN) for name in VERBS]
    navigator.select(None)
    assert bar.isHidden()


def test_the_menu_has_the_same_actions_with_what_deletes_set_apart(qtbot: QtBot) -> None:
    done: list[tuple[str, int, int]] = []
    bar = SelectionBar(Navigator(0), (), DARK)
    qtbot.addWidget(bar)
    menu = span_menu(bar, SPAN, span_actions(remembering(done)))
    for action in menu.actions():
        if not action.isSeparator():
            action.trigger()
    assert [name for name, *_ in done] == list(VERBS)
    assert menu.actions()[-2].isSeparator()
