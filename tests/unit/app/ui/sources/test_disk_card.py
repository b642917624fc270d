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


def test_it_tells_how_fast_it_grows_and_when_it_is_full(qtbot: QtBot) -> None:
    card = DiskCard(DARK)
    qtbot.addWidget(card)
    noon_us = 1_793_534_400_000_000  # 2026-11-01
    card.show_disk(DiskUse(1, 1, 1, bytes_per_day=12_000_000, full_us=noon_us), DARK)
    assert any("12.0 MB a day" in label.text() and "2026" in label.text() for label in card.findChildren(QLabel))
    card.show_disk(DiskUse(1, 1, 1, bytes_per_day=12_000_000), DARK)
    assert any(label.text().endswith("12.0 MB a day") for label in card.findChildren(QLabel))
    card.show_disk(DiskUse(1, 1, 1), DARK)
    assert not any("a day" in label.text() for label in card.findChildren(QLabel))
