"""A figure on a card, large, with its remark, whole for screen readers."""

from pytestqt.qtbot import QtBot

from app.ui.day.figure import FigureCard


def test_figure_and_remark_are_shown_and_announced(qtbot: QtBot) -> None:
    card = FigureCard("Active")
    qtbot.addWidget(card)
    card.show_figure("7 h 12 min", "+24 min on your usual Friday")
    assert (card.figure, card.remark) == ("7 h 12 min", "+24 min on your usual Friday")
    assert card.accessibleName() == "Active: 7 h 12 min. +24 min on your usual Friday"
