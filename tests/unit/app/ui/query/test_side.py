from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.query.side import QuerySide
from app.ui.theme import DARK
from storage.sql.engine import Catalog, Column, Table

LIVE = Catalog(
    "live", "recordings", (Table("visits", (Column("url", "VARCHAR", "address of the page"),)), Table("notes"))
)


def test_searching_shows_tables_and_columns_that_match(frame: QWidget) -> None:
    side = QuerySide(DARK, frame)
    side.show_catalogs([LIVE, Catalog("pg", "postgres", (Table("orders"),))])
    opened: list[str] = []
    side.tableOpened.connect(lambda _, table: opened.append(table))
    side.find_line.setText("URL")
    assert opened == [], "nothing is asked of a source while somebody types"
    live, pg = side.tree.topLevelItem(0), side.tree.topLevelItem(1)
    assert live is not None and pg is not None
    assert pg.isHidden() and live.child(1).isHidden()
    assert not live.child(0).isHidden()
    side.find_line.setText("")
    assert not pg.isHidden()


def test_values_stand_beside_their_columns_and_what_is_open_stays_open(frame: QWidget, qtbot: QtBot) -> None:
    side = QuerySide(DARK, frame)
    side.show_catalogs([LIVE])
    table = side.tree.topLevelItem(0).child(0)  # type: ignore[union-attr]
    with qtbot.waitSignal(side.tableOpened) as opened:
        table.setExpanded(True)
    assert opened.args == ["live", "live.visits"]
    side.show_samples("live.visits", {"url": "a.example"})
    assert "a.example" in table.child(0).text(0)
    side.show_catalogs([LIVE, Catalog("gone", "sqlite", away="there is no file")])
    assert side.tree.topLevelItem(0).child(0).isExpanded()  # type: ignore[union-attr]
    assert side.tree.topLevelItem(1).toolTip(0) == "there is no file"  # type: ignore[union-attr]


def test_own_queries_come_first_and_hide_shipped_ones_of_their_name(frame: QWidget, qtbot: QtBot) -> None:
    side = QuerySide(DARK, frame)
    side.show_saved({"Mine": "SELECT 1", "Both": "SELECT 2"}, {"Both": "SELECT 3", "Theirs": "SELECT 4"})
    assert [side.saved.item(at).text() for at in range(side.saved.count())] == ["Mine", "Both", "Theirs"]
    with qtbot.waitSignal(side.chosen) as chosen:
        side.saved.itemActivated.emit(side.saved.item(1))
    assert chosen.args == ["Both", "SELECT 2"]
