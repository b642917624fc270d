"""A card has a head."""

from pytestqt.qtbot import QtBot

from app.ui.widgets.card import Card


def test_a_card_is_named_by_its_head(qtbot: QtBot) -> None:
    card = Card("Work to do")
    qtbot.addWidget(card)
    assert card.head.text() == "WORK TO DO"
    assert card.accessibleName() == "Work to do"
