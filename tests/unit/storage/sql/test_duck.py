from pathlib import Path

import pytest

from storage.sql.attachments import parse_source
from storage.sql.duck import DuckDbEngine
from storage.sql.engine import Limits, QueryError, QueryRefusedError
from storage.sql.messages import Source
from storage.sql.views import VIEWS


@pytest.fixture
def engine(tmp_path: Path) -> DuckDbEngine:
    (tmp_path / "a.csv").write_text("n\n1\n")
    files = parse_source("files", str(tmp_path / "a.csv"))
    return DuckDbEngine(tmp_path, [files, Source("shop", "sqlite", "shop.db")], threads=4)


def test_what_is_recorded_is_at_hand_without_asking_anybody(engine: DuckDbEngine) -> None:
    live, files, shop = engine.at_hand()
    assert [table.name for table in live.tables] == [view.name for view in VIEWS]
    assert (files.name, files.tables, shop.kind) == ("files", (), "sqlite")


def test_a_statement_about_sqlite_has_one_thread_and_reaches_nothing_else(engine: DuckDbEngine) -> None:
    """The scanner's threads each see a moment of their own."""
    assert engine.setup(frozenset({"live", "shop"}), Limits()).threads == 1
    alone = engine.setup(frozenset({"files"}), Limits(memory_mb=300))
    assert (alone.threads, alone.home, alone.memory_mb) == (4, None, 300)
    assert [source.name for source in alone.sources] == ["files"]
    assert engine.setup(frozenset(), Limits()).home is not None, "SELECT 1 shares the process of live"


def test_checking_starts_no_process(engine: DuckDbEngine) -> None:
    engine.check("SELECT * FROM live.events, files.anything")
    with pytest.raises(QueryRefusedError):
        engine.check("DROP TABLE live.events")
    with pytest.raises(QueryError, match="no table"):
        engine.check("SELECT * FROM live.nothing")
    assert not engine._pool._lent and not engine._pool._idle


def test_our_own_database_is_not_a_source(tmp_path: Path) -> None:
    (tmp_path / "daytrail.sqlite").write_bytes(b"SQLite format 3\0")
    with pytest.raises(QueryError, match="use that"):
        DuckDbEngine(tmp_path, [Source("mine", "daytrail", str(tmp_path))])
