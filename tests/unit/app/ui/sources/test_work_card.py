"""The backlog in words and as bars."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.sources.work_card import WorkCard, WorkRow
from app.ui.theme import DARK
from processing.health import ProcessorHealth, ProcessorState


@pytest.mark.parametrize(
    ("health", "says", "colour"),
    [
        (ProcessorHealth("ocr", "Text", ProcessorState.UP_TO_DATE, done=9), "up to date", DARK.good),
        (
            ProcessorHealth("ocr", "Text", ProcessorState.WORKING, "", 1204, 20.0, 796),
            "1,204 waiting · about 20 s",
            DARK.accent,
        ),
        (
            ProcessorHealth("ocr", "Text", ProcessorState.WAITING, "on battery", 4, None, 0),
            "4 waiting · on battery",
            DARK.warn,
        ),
        (ProcessorHealth("ocr", "Text", ProcessorState.UNAVAILABLE, "No model."), "No model.", DARK.recording),
        (ProcessorHealth("ocr", "Text", ProcessorState.OFF), "off", None),
    ],
)
def test_how_a_processor_stands(qtbot: QtBot, health: ProcessorHealth, says: str, colour: str | None) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    row = WorkRow("Text", DARK, parent)
    row.show_processor(health, DARK)
    assert row.words.text() == says
    assert [stretch.colour for stretch in row.bar.stretches] == ([colour] if colour else [])


def test_the_card_keeps_one_row_each(qtbot: QtBot) -> None:
    card = WorkCard(DARK)
    qtbot.addWidget(card)
    health = ProcessorHealth("ocr", "Text", ProcessorState.UP_TO_DATE)
    card.show_processors((health,), DARK)
    card.show_processors((health,), DARK)
    assert len(card.findChildren(WorkRow)) == 1
