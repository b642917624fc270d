"""The day page in the real window: figures, ways to the timeline and to search, week, year, and categories edited."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.day.periods import Period
from app.ui.day.categories_dialog import CategoriesDialog
from app.ui.day.page import DayPage
from app.ui.main_window import MainWindow
from tests.data.sample_store import MIDNIGHT_US
from tests.gui.fake_controls import FakeControls

MONDAY = date(2026, 11, 16)
HOUR_US = 3_600_000_000


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> DayPage:
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window.page == "day"
    settle(window.pages.day, qtbot)
    return window.pages.day


def settle(page: DayPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.busy)


def headings(dialog: CategoriesDialog) -> list[str]:
    tree = dialog.preview
    return [item.text(0) for n in range(tree.topLevelItemCount()) if (item := tree.topLevelItem(n)) is not None]


def test_a_days_figures_are_told(page: DayPage) -> None:
    assert page.day == MONDAY
    assert page.active.figure.startswith(("7 h", "8 h"))
    assert "min" in page.spoken.figure
    assert "conversations" in page.spoken.remark
    assert page.typed.figure not in ("0 keys", "…")
    assert "busiest at" in page.typed.remark
    assert page.disk.figure.endswith("MB")
    assert len(page.columns.columns) == 24
    assert page.apps.shares[0].seconds >= page.apps.shares[1].seconds > 0
    assert page.year.active[MONDAY] > 6 * 3600


def test_an_hour_leads_to_the_timeline(page: DayPage, window: MainWindow) -> None:
    QTest.mouseClick(page.columns, Qt.MouseButton.LeftButton, pos=page.columns.place_of(14).toPoint())
    assert window.page == "timeline"
    start_us, end_us = window.timeline.visible_span()
    assert (start_us, end_us) == (MIDNIGHT_US + 14 * HOUR_US, MIDNIGHT_US + 15 * HOUR_US)


def test_an_application_leads_to_a_search_for_it(page: DayPage, window: MainWindow, qtbot: QtBot) -> None:
    button = next(each for each in page.apps.findChildren(QPushButton) if each.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.page == "search"
    assert window.bar.search.text() == f'app:"{button.text()}" on:2026-11-16'
    qtbot.waitUntil(lambda: not window.pages.search.busy)


def test_weeks_and_months_and_back_to_a_day(page: DayPage, window: MainWindow, qtbot: QtBot) -> None:
    day_active = page.active.figure
    QTest.mouseClick(page.periods[Period.WEEK], Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert len(page.columns.columns) == 7
    at = next(n for n, column in enumerate(page.columns.columns) if column.seconds)
    assert "a day" in page.active.remark
    QTest.mouseClick(page.periods[Period.MONTH], Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert len(page.columns.columns) == 30
    QTest.mouseClick(window.bar.previous, Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    assert page.day == date(2026, 10, 16)
    assert not any(column.seconds for column in page.columns.columns)
    QTest.mouseClick(window.bar.today, Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.periods[Period.WEEK], Qt.MouseButton.LeftButton)
    settle(page, qtbot)
    QTest.mouseClick(page.columns, Qt.MouseButton.LeftButton, pos=page.columns.place_of(at).toPoint())
    settle(page, qtbot)
    assert (page.period, page.day) == (Period.DAY, MONDAY)
    assert page.active.figure == day_active


def test_weeks_and_months_by_keys_alone(page: DayPage, window: MainWindow, qtbot: QtBot) -> None:
    typed_in_the_day = keys_of(page.typed.figure)
    window.activateWindow()
    page.periods[Period.WEEK].setFocus()
    QTest.keyClick(page.periods[Period.WEEK], Qt.Key.Key_Space)
    settle(page, qtbot)
    assert page.period is Period.WEEK
    assert keys_of(page.typed.figure) == typed_in_the_day > 0
    page.periods[Period.MONTH].setFocus()
    QTest.keyClick(page.periods[Period.MONTH], Qt.Key.Key_Space)
    settle(page, qtbot)
    assert len(page.columns.columns) == 30
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    settle(page, qtbot)
    assert (page.period, page.day) == (Period.MONTH, date(2026, 10, 16))
    assert keys_of(page.typed.figure) == 0


def keys_of(figure: str) -> int:
    """The number that a figure of keys says."""
    return int("".join(digit for digit in figure if digit.isdigit()) or 0)


def test_a_square_of_the_year_leads_to_its_day(page: DayPage, window: MainWindow, qtbot: QtBot) -> None:
    there = MONDAY - timedelta(days=100)
    QTest.mouseClick(page.year, Qt.MouseButton.LeftButton, pos=page.year.place_of(there).toPoint())
    settle(page, qtbot)
    assert page.day == window.bar.day.day == there
    assert page.active.figure == "0 min"
    page.year.setFocus()
    QTest.keyClick(page.year, Qt.Key.Key_Down)
    assert page.day == there + timedelta(days=1)


def test_categories_are_edited_with_a_live_preview_and_kept(
    page: DayPage, controls: FakeControls, qtbot: QtBot
) -> None:
    before = [share.key for share in page.categories.shares]
    assert "Work" in before
    QTest.mouseClick(page.edit_button, Qt.MouseButton.LeftButton)
    dialog = page.window().findChildren(CategoriesDialog)[0]
    QTest.mouseClick(dialog.add_button, Qt.MouseButton.LeftButton)
    added = dialog.tree.currentItem()
    assert added is not None
    added.setText(0, "Baking")
    added.setText(1, "(")
    assert not dialog.save_button.isEnabled()
    assert "no regular expression" in dialog.problem.text()
    item = dialog.tree.topLevelItem(dialog.tree.topLevelItemCount() - 1)
    assert item is added
    dialog.tree.takeTopLevelItem(dialog.tree.topLevelItemCount() - 1)
    dialog.tree.insertTopLevelItem(0, item)
    added.setText(1, "sourdough")
    qtbot.waitUntil(lambda: any("Baking" in name for name in headings(dialog)))
    QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Baking" in [share.key for share in page.categories.shares])
    assert controls.current.day.categories[0] == "Baking: sourdough"


def test_over_a_week_categories_know_titles_and_have_their_preview(page: DayPage, qtbot: QtBot) -> None:
    of_the_day = {share.key: share.seconds for share in page.categories.shares}
    page.show_period(Period.WEEK)
    settle(page, qtbot)
    assert {share.key: share.seconds for share in page.categories.shares} == pytest.approx(of_the_day)
    dialog = page.edit_categories()
    qtbot.waitUntil(lambda: len(headings(dialog)) > 1)
    dialog.reject()
