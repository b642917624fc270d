"""The search box asks when typing rests, and passes keys on."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.ui.search_box import SearchBox
from app.ui.theme import DARK


@pytest.fixture
def box(qtbot: QtBot) -> SearchBox:
    made = SearchBox(DARK)
    qtbot.addWidget(made)
    made.show()
    return made


def test_it_asks_once_when_typing_rests(box: SearchBox, qtbot: QtBot) -> None:
    asked: list[str] = []
    box.asked.connect(asked.append)
    qtbot.keyClicks(box, "launch")
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == ["launch"]


def test_enter_does_not_wait(box: SearchBox, qtbot: QtBot) -> None:
    asked: list[str] = []
    box.asked.connect(asked.append)
    qtbot.keyClicks(box, "launch")
    with qtbot.waitSignal(box.entered):
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert asked == ["launch"]


def test_arrows_step_and_escape_leaves(box: SearchBox, qtbot: QtBot) -> None:
    steps: list[int] = []
    box.stepped.connect(steps.append)
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Up)
    assert steps == [1, -1]
    with qtbot.waitSignal(box.left):
        qtbot.keyClick(box, Qt.Key.Key_Escape)


def test_asking_puts_the_text_in(box: SearchBox, qtbot: QtBot) -> None:
    with qtbot.waitSignal(box.asked) as told:
        box.ask("app:firefox")
    assert told.args == [box.text()] == ["app:firefox"]
