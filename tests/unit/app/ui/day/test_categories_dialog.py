"""The tree of rules: read in, joined where two are one category, changed, checked, written out in order."""

import pytest
from pytestqt.qtbot import QtBot

from app.ui.day.categories_dialog import CategoriesDialog
from app.ui.theme import DARK

RULES = ("Work › Code: code", "Play: game", "Work › Code: vim")
WINDOWS = (("Code", "a.py", 60.0), ("Vim", "b", 30.0), ("Files", "", 10.0))


@pytest.fixture
def dialog(qtbot: QtBot) -> CategoriesDialog:
    made = CategoriesDialog(RULES, WINDOWS, DARK)
    qtbot.addWidget(made)
    made.show()
    return made


def test_rules_of_one_category_become_one(dialog: CategoriesDialog) -> None:
    assert [rule.text() for rule in dialog.rules()] == ["Work › Code: code|vim", "Play: game"]


def test_a_rule_that_cannot_be_used_keeps_the_rest_from_being_saved(dialog: CategoriesDialog, qtbot: QtBot) -> None:
    play = dialog.tree.topLevelItem(1)
    assert play is not None
    play.setText(1, "(")
    assert not dialog.save_button.isEnabled()
    play.setText(1, "files")
    assert dialog.save_button.isEnabled()
    qtbot.waitUntil(lambda: dialog.preview.topLevelItemCount() == 2)
    with qtbot.waitSignal(dialog.saved) as caught:
        dialog.save_button.click()
    assert caught.args == [("Work › Code: code|vim", "Play: files")]


def test_categories_are_added_below_and_removed(dialog: CategoriesDialog) -> None:
    work = dialog.tree.topLevelItem(0)
    assert work is not None
    dialog.tree.setCurrentItem(work)
    dialog.below_button.click()
    added = dialog.tree.currentItem()
    assert added is not None
    assert added.parent() is work
    added.setText(1, "docs")
    assert [rule.text() for rule in dialog.rules()][1] == "Work › New category: docs"
    dialog.tree.setCurrentItem(work)
    dialog.remove_button.click()
    assert [rule.text() for rule in dialog.rules()] == ["Play: game"]
