"""What is kept and what is free."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.controls import DiskUse
from app.ui.sources.disk_card import DiskCard
from app.ui.theme import DARK
from app.ui.widgets.bars import StretchBar
from storage.media import MediaSizes


def test_amounts_and_shares(qtbot: QtBot) -> None:
    card = DiskCard(DARK)
    qtbot.addWidget(card)
    kept = DiskUse(10_000_000_000, MediaSizes(20_000_000_000, 10_000_000_000), 60_000_000_000, picture_days=90)
    card.show_disk(kept, DARK)
    texts = [label.text() for label in card.findChildren(QLabel) if label.isVisibleTo(card)]
    assert any(text.startswith("20.0 GB · kept 90 day") for text in texts)  # its plural is the translation's
    assert {"10.0 GB · kept for ever", "ON DISK · 40.0 GB OF 100.0 GB"} <= set(texts)
    assert "Other files" not in texts
    assert [bar.stretches[0].end for bar in _bars(card)] == [0.2, 0.1, 0.1]


def test_other_files_have_a_row_where_there_are_any(qtbot: QtBot) -> None:
    card = DiskCard(DARK)
    qtbot.addWidget(card)
    card.show_disk(DiskUse(0, MediaSizes(0, 0, 30_000_000_000), 70_000_000_000), DARK)
    assert [bar.stretches[0].end for bar in _bars(card)] == [0.0, 0.0, 0.0, 0.3]
    card.show_disk(DiskUse(0, MediaSizes(), 70_000_000_000), DARK)
    assert len(_bars(card)) == 3


def _bars(card: DiskCard) -> list[StretchBar]:
    return [bar for bar in card.findChildren(StretchBar) if bar.isVisibleTo(card)]


def test_it_tells_how_fast_it_grows_and_when_it_is_full(qtbot: QtBot) -> None:
    card = DiskCard(DARK)
    qtbot.addWidget(card)
    noon_us = 1_793_534_400_000_000  # 2026-11-01
    card.show_disk(DiskUse(1, MediaSizes(1), 1, bytes_per_day=12_000_000, full_us=noon_us), DARK)
    assert any("12.0 MB a day" in label.text() and "2026" in label.text() for label in card.findChildren(QLabel))
    card.show_disk(DiskUse(1, MediaSizes(1), 1, bytes_per_day=12_000_000), DARK)
    assert any(label.text().endswith("12.0 MB a day") for label in card.findChildren(QLabel))
    card.show_disk(DiskUse(1, MediaSizes(1), 1), DARK)
    assert not any("a day" in label.text() for label in card.findChildren(QLabel))
