"""A card of a hit is painted: chosen, matched, in both themes."""

from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from app.ui.pictures import Pictures
from app.ui.search.hit_card import CARD_HEIGHT_PX, GAP_PX, HitCard
from app.ui.search.hits import HitModel
from app.ui.theme import DARK, LIGHT, Theme
from storage.clock import SystemClock
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from storage.store import SearchPage
from tests.gui.fake_controls import FixedClock
from tests.unit.app.ui.search.sample_hits import NOW_US, hit

WIDTH_PX = 700


def _paint(card: HitCard, model: HitModel, state: QStyle.StateFlag) -> QImage:
    image = QImage(WIDTH_PX, CARD_HEIGHT_PX + GAP_PX, QImage.Format.Format_RGB32)
    image.fill(QColor(card.theme.window))
    option = QStyleOptionViewItem()
    option.rect = QRect(0, 0, WIDTH_PX, CARD_HEIGHT_PX + GAP_PX)
    option.state = state
    painter = QPainter(image)
    card.paint(painter, option, model.index(0))
    painter.end()
    return image


def _count(image: QImage, colour: str) -> int:
    return sum(image.pixelColor(x, y).name() == colour for x in range(image.width()) for y in range(image.height()))


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_matches_have_their_ground_and_a_chosen_card_its_edge(qtbot: QtBot, tmp_path: Path, theme: Theme) -> None:
    storage = open_sqlite(tmp_path, clock=SystemClock())
    model = HitModel(FixedClock(NOW_US))
    model.begin(SearchPage((hit(1, 3.0),), 1))
    pictures = Pictures(storage.store, open_media(tmp_path / "media"), 336)
    card = HitCard(pictures, FixedClock(NOW_US), theme, model)
    plain = _paint(card, model, QStyle.StateFlag.State_Enabled)
    chosen = _paint(card, model, QStyle.StateFlag.State_Enabled | QStyle.StateFlag.State_Selected)
    pictures.stop()
    storage.close()
    assert _count(plain, theme.highlight_ground) > 200
    assert _count(plain, theme.accent) == 0
    assert _count(chosen, theme.accent) > 200
