"""The query page over a real day: ask, look, sort, filter, mark errors, cancel, save, export."""

import os
import signal
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import apsw
import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.query.memory import FILE
from app.ui.background import Background
from app.ui.query.page import QueryPage
from app.ui.theme import DARK, LIGHT
from tests.data.sample_store import Recorded
from tests.data.trino_server import Answer, column, serving

APPS = "SELECT app, round(sum(seconds) / 60, 1) AS minutes FROM live.window_usage GROUP BY app ORDER BY minutes DESC"


@pytest.fixture
def page(recorded: Recorded, qtbot: QtBot) -> Iterator[QueryPage]:
    page = QueryPage(recorded.storage.path.parent, lambda: {"day": date(2026, 11, 20)}, DARK)
    qtbot.addWidget(page)
    page.resize(1400, 900)
    page.show()
    qtbot.waitUntil(page.settled)
    yield page
    page.stop()
    (recorded.storage.path.parent / FILE).unlink(missing_ok=True)
    QThreadPool.globalInstance().waitForDone(20_000)
    QApplication.processEvents()


def _run(page: QueryPage, qtbot: QtBot, sql: str) -> None:
    page.tab.show_statement(sql)
    page.tab.run()
    qtbot.waitUntil(page.settled)


def test_an_answer_has_rows_a_chart_and_says_how_it_went(page: QueryPage, qtbot: QtBot) -> None:
    _run(page, qtbot, APPS)
    tab = page.tab
    assert tab.model.rowCount() > 2
    assert [tab.model.headerData(at, Qt.Orientation.Horizontal) for at in range(2)] == ["app", "minutes"]
    assert "ms" in tab.status.text() and "read-only" in tab.status.text()
    assert tab.chart.view.chart is not None and tab.chart.view.chart.labels[0] == tab.model.index(0, 0).data()
    first = tab.model.index(0, 0).data()
    tab.model.sort(0, Qt.SortOrder.AscendingOrder)
    names = lambda: [tab.model.index(row, 0).data() for row in range(tab.model.rowCount())]  # noqa: E731
    qtbot.waitUntil(lambda: names() == sorted(names()))
    tab.find_line.setText(str(first)[:4])
    qtbot.waitUntil(lambda: tab.model.rowCount() < 3 and first in names())
    page.set_theme(LIGHT)


def test_an_error_is_underlined_where_it_is(page: QueryPage, qtbot: QtBot) -> None:
    page.tab.show_statement("SELECT app\nFROM live.window_usag")
    qtbot.waitUntil(lambda: bool(page.tab.editor.extraSelections()))
    mark = page.tab.editor.extraSelections()[0]
    assert mark.cursor.selectedText() == "window_usag"
    assert "no table" in page.tab.status.text()
    page.tab.show_statement(APPS)
    qtbot.waitUntil(lambda: not page.tab.editor.extraSelections())


def test_many_rows_come_and_stop_at_once(page: QueryPage, qtbot: QtBot) -> None:
    tab = page.tab
    tab.show_statement("SELECT range AS n FROM range(100000000000)")
    tab.run()
    qtbot.waitUntil(lambda: tab.model.total > 100_000)
    assert tab.bar.stop.isEnabled()
    tab.cancel()
    assert not tab.busy
    assert "Cancelled" in tab.status.text()
    tab.long_table.bar.setValue(tab.long_table.bar.maximum())
    last = tab.model.rowCount() - 1
    assert tab.model.index(last, 0).data() == f"{tab.model.total - 1}"
    qtbot.waitUntil(page.settled)
    _run(page, qtbot, "SELECT 1 AS one")
    assert tab.model.rowCount() == 1


def test_the_tree_finds_tables_and_inserts_names(page: QueryPage, qtbot: QtBot) -> None:
    top = page.side.tree.topLevelItem(0)
    assert top is not None
    page.side.find_line.setText("longitude")
    shown = [top.child(at).text(0) for at in range(top.childCount()) if not top.child(at).isHidden()]
    assert "locations" in shown
    assert "visits" not in shown
    page.tab.show_statement("")
    page.side.inserted.emit("live.locations")
    assert page.tab.editor.toPlainText() == "live.locations"
    page.tab.editor.replace_all("SELECT * FROM live.window_us")
    cursor = page.tab.editor.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    page.tab.editor.setTextCursor(cursor)
    page.tab.editor.complete("live.window_usage")
    assert page.tab.editor.toPlainText() == "SELECT * FROM live.window_usage"


def test_parameters_saved_queries_and_history(page: QueryPage, qtbot: QtBot) -> None:
    titles = [page.side.saved.item(at).text() for at in range(page.side.saved.count())]
    assert len(titles) >= 12
    _run(page, qtbot, "SELECT CAST(:day AS DATE) AS day, :word AS word")
    assert "word has no value" in page.tab.status.text()
    page.tab.parameters.fields["word"].setText("tea")
    page.tab.run()
    qtbot.waitUntil(page.settled)
    assert [page.tab.model.index(0, at).data() for at in range(2)] == ["2026-11-20", "tea"]
    page.tab.saveWanted.emit("My tea", page.tab.editor.toPlainText())
    assert page.side.saved.item(0).text() == "My tea"
    again = QueryPage(page._home, dict, DARK)
    assert again.side.saved.item(0).text() == "My tea"
    again.stop()
    page.side.removed.emit("My tea")


def test_an_answer_is_written_to_a_file(page: QueryPage, qtbot: QtBot, tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    _run(page, qtbot, "SELECT range AS n, [range] AS l FROM range(5)")
    for which, ending in (("CSV", "csv"), ("JSON Lines", "jsonl"), ("Parquet", "parquet")):
        with qtbot.waitSignal(page.said):
            page.tab.export_to(which, tmp_path / f"a.{ending}")
    assert pq.read_table(tmp_path / "a.parquet")["n"].to_pylist() == list(range(5))
    assert len((tmp_path / "a.csv").read_text().splitlines()) == 6
    assert (tmp_path / "a.jsonl").read_text().splitlines()[2] == '{"n":2,"l":[2]}'


def test_every_shipped_query_runs(page: QueryPage, qtbot: QtBot) -> None:
    from app.query.saved import shipped

    for title, sql in shipped().items():
        page.tab.show_statement(sql, title)
        for name, value in (("word", "budget"), ("selection_start", "2026-11-01"), ("selection_end", "2026-12-01")):
            if name in page.tab.parameters.fields:
                page.tab.parameters.fields[name].setText(value)
        page.tab.run()
        qtbot.waitUntil(page.settled)
        assert "read-only" in page.tab.status.text(), f"{title}: {page.tab.status.text()}"


def test_an_opened_table_shows_values_beside_its_columns(page: QueryPage, qtbot: QtBot) -> None:
    top = page.side.tree.topLevelItem(0)
    assert top is not None
    [table] = [top.child(at) for at in range(top.childCount()) if top.child(at).text(0) == "window_usage"]
    columns = lambda: [table.child(at).text(0) for at in range(table.childCount())]  # noqa: E731
    [before] = [text for text in columns() if text.startswith("app ")]
    table.setExpanded(True)
    qtbot.waitUntil(lambda: before not in columns())
    [after] = [text for text in columns() if text.startswith("app ")]
    _run(page, qtbot, "SELECT DISTINCT app FROM live.window_usage")
    apps = {page.tab.model.index(row, 0).data() for row in range(page.tab.model.rowCount())}
    assert set(after.removeprefix(before).strip().split(" · ")) <= apps


def test_an_attached_trino_server_is_an_engine_of_its_own(page: QueryPage, qtbot: QtBot) -> None:
    text = [column(name, "varchar") for name in "abcd"]
    visits = Answer([column("url", "varchar"), column("n", "bigint")], [[["a.example", 3], ["b.example", 4]]])
    answers = {
        "SHOW CATALOGS": Answer(text[:1], [[["lake"]]]),
        "information_schema": Answer(text, [[["web", "visits", "url", "varchar"], ["web", "visits", "n", "bigint"]]]),
        "lake.web.visits": visits,
    }
    with serving(answers) as server:
        page.attach("far", f"trino://ann@127.0.0.1:{server.port}")
        qtbot.waitUntil(lambda: page.side.tree.topLevelItemCount() == 2 and page.settled())
        far = page.side.tree.topLevelItem(1)
        assert far is not None and [far.child(at).text(0) for at in range(far.childCount())] == ["lake.web.visits"]
        far.child(0).setExpanded(True)
        qtbot.waitUntil(lambda: "b.example" in far.child(0).child(0).text(0))
        page.side.sampled.emit("far", "lake.web.visits")
        qtbot.waitUntil(page.settled)
        assert page.tab.engines.key == "far" and "far" in page.tab.engines.currentText()
        assert [page.tab.model.index(row, 0).data() for row in range(2)] == ["a.example", "b.example"]
        assert "read-only" in page.tab.status.text()
        page.side.detachWanted.emit("far")
        qtbot.waitUntil(lambda: page.side.tree.topLevelItemCount() == 1 and page.settled())
        assert page.tab.engines.key == "", "a tab of a server that is gone goes on with the engine at hand"


LONG = "SELECT count(*) AS n FROM live.events, range(100000000000)"


def test_a_killed_process_is_said_and_the_next_statement_works(page: QueryPage, qtbot: QtBot) -> None:
    page.tab.show_statement(LONG)
    page.tab.run()
    lent = page._engine._pool._lent
    qtbot.waitUntil(lambda: any(process.pid for process in lent))
    os.kill(next(process.pid for process in lent if process.pid), signal.SIGKILL)
    qtbot.waitUntil(page.settled)
    assert "ended unexpectedly" in page.tab.status.text()
    assert "try again" in page.tab.status.text()
    _run(page, qtbot, APPS)
    assert page.tab.model.rowCount() > 2
    assert "read-only" in page.tab.status.text()


@pytest.mark.slow
def test_a_greedy_statement_is_stopped_and_the_next_works(page: QueryPage, qtbot: QtBot) -> None:
    _run(page, qtbot, "SELECT list(hash(range)) AS l FROM range(500000000)")
    assert "memory" in page.tab.status.text()
    _run(page, qtbot, APPS)
    assert page.tab.model.rowCount() > 2


def test_statements_that_take_their_time_keep_nobody_else_waiting(page: QueryPage, qtbot: QtBot) -> None:
    threads = QThreadPool.globalInstance().maxThreadCount()
    tabs = [page.add_tab(LONG) for _ in range(min(4, threads + 1))]
    for tab in tabs:
        tab.run()
    other = Background(page)
    told: list[int] = []
    other.ask(lambda: 7, told.append)
    qtbot.waitUntil(lambda: told == [7])
    assert all(tab.busy for tab in tabs)
    qtbot.keyClick(tabs[-1].editor, Qt.Key.Key_Escape)
    assert not tabs[-1].busy, "Escape stops"
    for tab in tabs:
        tab.cancel()
    qtbot.waitUntil(page.settled)


def test_closing_a_tab_lets_the_owner_type_on_in_the_one_before(page: QueryPage, qtbot: QtBot) -> None:
    page.window().activateWindow()
    qtbot.waitUntil(page.window().isActiveWindow)
    page.add_tab("SELECT 2")
    at = page.tabs.currentIndex()
    qtbot.keyClick(page.tab.editor, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert page.tabs.currentIndex() == at - 1
    qtbot.waitUntil(page.tab.editor.hasFocus)


def test_tabs_are_there_again_after_a_restart(page: QueryPage, qtbot: QtBot) -> None:
    for _ in range(page.tabs.count() - 1):
        page.tabs.tabCloseRequested.emit(0)
    page.tab.show_statement("SELECT 1 -- first")
    page.add_tab("SELECT 2", "Second")
    page.add_tab()
    page.tab.editor.insert("SELECT 3")
    page.tabs.setCurrentIndex(1)
    page.stop()
    again = QueryPage(page._home, dict, DARK)
    texts = [again.tabs.widget(at).editor.toPlainText() for at in range(again.tabs.count())]
    assert texts == ["SELECT 1 -- first", "SELECT 2", "SELECT 3"]
    assert again.tabs.tabText(1) == "Second"
    assert again.tabs.currentIndex() == 1
    again.stop()
    (page._home / FILE).unlink()


def test_return_begins_a_line_and_tab_takes_what_is_offered(page: QueryPage, qtbot: QtBot) -> None:
    editor = page.tab.editor
    editor.setPlainText("")
    qtbot.keyClicks(editor, "SELECT count")
    assert editor.offers
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor.toPlainText() == "SELECT count\n"
    qtbot.keyClicks(editor, "FROM live.window_us")
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert editor.toPlainText() == "SELECT count\nFROM live.window_usage"
    assert not editor.offers


def test_a_source_that_is_away_is_shown_beside_those_at_hand(page: QueryPage, qtbot: QtBot, tmp_path: Path) -> None:
    with apsw.Connection(str(tmp_path / "shop.db")) as shop:
        shop.execute("CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO item VALUES (1, 'tea')")
    page.attach("shop", str(tmp_path / "shop.db"))
    qtbot.waitUntil(lambda: page.side.tree.topLevelItemCount() == 2 and page.settled())
    live, item = page.side.tree.topLevelItem(0), page.side.tree.topLevelItem(1)
    assert live is not None and item is not None
    assert [item.child(at).text(0) for at in range(item.childCount())] == ["item"]
    live.child(0).setExpanded(True)
    (tmp_path / "shop.db").unlink()
    page._reopen()
    page.refresh()
    again = page.side.tree.topLevelItem(0)
    assert again is not None and again.childCount() > 5, "what is recorded is shown without waiting"
    assert again.child(0).isExpanded(), "what was open is open"
    qtbot.waitUntil(page.settled)
    gone = page.side.tree.topLevelItem(1)
    assert gone is not None and "no file" in gone.toolTip(0)
    _run(page, qtbot, "SELECT * FROM shop.item")
    assert "shop" in page.tab.status.text() and "cannot be reached" in page.tab.status.text()
    page.side.detachWanted.emit("shop")
    qtbot.waitUntil(lambda: page.side.tree.topLevelItemCount() == 1 and page.settled())


def test_everything_can_be_reached_with_the_keyboard(page: QueryPage, qtbot: QtBot) -> None:
    page.window().activateWindow()
    page.side.find_line.setFocus()
    reached = []
    for _ in range(40):
        focused = QApplication.focusWidget()
        if focused is None or focused in reached:
            break
        reached.append(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Backtab if focused is page.tab.editor else Qt.Key.Key_Tab)
    tab = page.tab
    for widget in (page.side.tree, page.side.attach, page.side.saved):
        assert widget in reached, widget.accessibleName()
    for widget in (tab.bar.run, tab.bar.save, tab.bar.export, tab.bar.more, tab.find_line, tab.table, page.history):
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, widget.accessibleName()
    qtbot.keyClick(tab.editor, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert page.tabs.count() == 2
    qtbot.keyClick(page.tab.editor, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert page.tabs.count() == 1
