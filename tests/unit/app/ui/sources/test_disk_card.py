"""What is kept and what is free."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.controls import DiskUse
from app.ui.sources.disk_card import DiskCard
from app.ui.theme import DARK
from app.ui.widgets.bars import StretchBar


def test_amounts_and_shares(qtbot: QtBot) -> None:
    card = DiskCard(DARK)
    qtbot.addWidget(card)
    card.show_disk(DiskUse(10_000_000_000, 30_000_000_000, 60_000_000_000), DARK)
    texts = [label.text() for label in card.findChildren(QLabel)]
    assert {"30.0 GB", "10.0 GB", "60.0 GB"} <= set(texts)
    assert [bar.stretches[0].end for bar in card.findChildren(StretchBar)] == [0.3, 0.1, 0.6]
