"""One tab by itself, over an engine without recordings: laying out, explaining, copying, what it says when empty."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.query.engine_choice import OWN
from app.ui.query.tab import QueryTab
from app.ui.theme import DARK
from storage.sql.duck import DuckDbEngine


@pytest.fixture
def tab(qtbot: QtBot) -> Iterator[QueryTab]:
    frame = QWidget()
    qtbot.addWidget(frame)
    frame.resize(1000, 700)
    engine = DuckDbEngine(None)
    threads = QThreadPool(frame)
    made = QueryTab(lambda: {OWN: engine}, dict, DARK, frame, threads)
    made.resize(1000, 700)
    frame.show()
    yield made
    made.stop()
    engine.close()
    threads.waitForDone(20_000)
    QApplication.processEvents()


def _run(tab: QueryTab, qtbot: QtBot, sql: str) -> None:
    tab.show_statement(sql)
    tab.run()
    qtbot.waitUntil(tab.settled)


def test_before_the_first_answer_it_says_what_to_do(tab: QueryTab, qtbot: QtBot) -> None:
    assert tab.answer.currentWidget() is tab.hint
    assert "Ctrl+Return" in tab.hint.text()
    tab.run()
    assert not tab.busy, "nothing is asked without a statement"
    _run(tab, qtbot, "SELECT 1 AS one WHERE false")
    assert tab.answer.currentWidget() is tab.long_table
    assert tab.status.text().startswith("0 rows")


def test_a_statement_is_laid_out_and_explained(tab: QueryTab, qtbot: QtBot) -> None:
    tab.show_statement("select range as n from range(:most)")
    tab.bar.layOutWanted.emit()
    qtbot.waitUntil(lambda: "\n" in tab.editor.toPlainText())
    assert ":most" in tab.editor.toPlainText()
    tab.parameters.fields["most"].setText("3")
    tab.bar.explainWanted.emit()
    qtbot.waitUntil(tab.settled)
    plan = "\n".join(str(tab.model.index(row, 0).data()) for row in range(tab.model.rowCount()))
    assert "RANGE" in plan.upper()
    tab.show_statement("select (")
    tab.bar.layOutWanted.emit()
    qtbot.waitUntil(lambda: "until it can be read" in tab.status.text())


def test_all_rows_are_copied_or_as_many_as_may_be(tab: QueryTab, qtbot: QtBot) -> None:
    _run(tab, qtbot, "SELECT range AS n, 'tea' AS word FROM range(60000)")
    with qtbot.waitSignal(tab.said) as said:
        tab.bar.copyWanted.emit()
    lines = QApplication.clipboard().text().splitlines()
    assert (lines[0], lines[1], len(lines)) == ("n\tword", "0\ttea", 50_001)
    assert said.args[0].replace(",", "") == "The first 50000 of 60000 rows copied"
    _run(tab, qtbot, "SELECT 7 AS n")
    with qtbot.waitSignal(tab.said):
        tab.bar.copyWanted.emit()
    assert QApplication.clipboard().text() == "n\n7"
