"""Sources beside the recordings: files of every kind, memos of every age, and one that is away."""

import json
from pathlib import Path

import apsw
import pytest

from storage.sql.attachments import parse_source
from storage.sql.duck import DuckDbEngine
from storage.sql.engine import QueryError, SourceAwayError
from storage.sqlite.open import SqliteStorage
from tests.integration.sql.conftest import EVENTS, Asked
from tests.integration.sql.memos_database import SHAPES, make_memos


def _engine(*sources: tuple[str, str], home: Path | None = None) -> DuckDbEngine:
    return DuckDbEngine(home, [parse_source(name, address) for name, address in sources])


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder of each kind of file."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    for kind in ("parquet", "csv", "json", "parted"):
        (tmp_path / kind).mkdir()
    table = pa.table({"app": ["editor", "mail"], "weight": [1.5, 2.5]})
    pq.write_table(table, tmp_path / "parquet" / "weights.parquet")
    pq.write_to_dataset(table, tmp_path / "parted", partition_cols=["app"])
    (tmp_path / "csv" / "people.csv").write_text("name,age\nAnn,31\nBob,29\n")
    (tmp_path / "json" / "notes.jsonl").write_text("\n".join(json.dumps({"n": n, "t": [n]}) for n in range(3)))
    with apsw.Connection(str(tmp_path / "shop.db")) as shop:
        shop.execute("CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO item VALUES (1, 'tea')")
    return tmp_path


def test_files_of_every_kind_are_tables(files: Path) -> None:
    engine = _engine(
        ("weights", str(files / "parquet")),
        ("parted", str(files / "parted")),
        ("people", str(files / "csv" / "people.csv")),
        ("notes", str(files / "json")),
        ("shop", str(files / "shop.db")),
    )
    try:
        ask = Asked(engine)
        assert ask("SELECT sum(weight) AS s FROM weights.weights") == [{"s": 4.0}]
        assert ask("SELECT weight FROM parted.data WHERE app = 'mail'") == [{"weight": 2.5}]
        assert ask("SELECT name FROM people.people WHERE age > 30") == [{"name": "Ann"}]
        assert ask("SELECT max(n) AS n FROM notes.notes") == [{"n": 2}]
        assert ask("SELECT name FROM shop.item") == [{"name": "tea"}]
        tables = {catalog.name: [table.name for table in catalog.tables] for catalog in engine.catalogs()}
        assert tables == {
            "weights": ["weights"],
            "parted": ["data"],
            "people": ["people"],
            "notes": ["notes"],
            "shop": ["item"],
        }
    finally:
        engine.close()


@pytest.mark.parametrize(
    "sql",
    [
        "COPY (SELECT 1) TO '{0}/x.csv'",
        "INSERT INTO shop.item VALUES (2, 'x')",
        "SELECT * FROM read_text('{0}/people.csv')",
        "SELECT * FROM shop.main.secret",
    ],
)
def test_nothing_but_the_tables_can_be_reached(files: Path, sql: str) -> None:
    engine = _engine(("shop", str(files / "shop.db")), ("people", str(files / "csv")))
    try:
        with pytest.raises(QueryError):
            Asked(engine)(sql.format(files))
    finally:
        engine.close()


def test_a_source_that_is_away_does_not_stop_the_others(files: Path, kept: SqliteStorage) -> None:
    engine = _engine(
        ("gone", f"sqlite:{files}/nothing.db"),
        ("far", "postgresql://me:hush@127.0.0.1:1/none"),
        ("shop", str(files / "shop.db")),
        home=kept.path.parent,
    )
    try:
        ask = Asked(engine)
        away = {catalog.name: catalog.away for catalog in engine.catalogs()}
        assert away["live"] == away["shop"] == ""
        assert "no file" in away["gone"]
        assert away["far"] and "hush" not in away["far"]
        assert ask("SELECT count(*) AS n FROM live.events, shop.item") == [{"n": EVENTS}]
        with pytest.raises(SourceAwayError, match="gone"):
            ask("SELECT * FROM gone.item")
    finally:
        engine.close()


def test_our_own_database_is_not_attached_a_second_time(kept: SqliteStorage) -> None:
    for address in (str(kept.path), str(kept.path.parent)):
        with pytest.raises(QueryError, match="live"):
            _engine(("again", address), home=kept.path.parent)


def test_recordings_of_another_folder(kept: SqliteStorage, ask: Asked) -> None:
    engine = _engine(("other", str(kept.path.parent)))
    try:
        for view in ("events", "window_usage", "transcripts", "numbers"):
            sql = f"SELECT count(*) AS n, min(start_ts) AS first, max(day) AS last FROM {{}}.{view}"
            assert Asked(engine)(sql.format("other")) == ask(sql.format("live"))
    finally:
        engine.close()


@pytest.mark.parametrize(
    "version", [SHAPES[0], *(pytest.param(each, marks=pytest.mark.slow) for each in SHAPES[1:-1]), SHAPES[-1]]
)
def test_memos_of_every_age_have_one_shape(tmp_path: Path, version: str) -> None:
    make_memos(tmp_path / "memos_prod.db", version)
    engine = _engine(("memos", f"memos:{tmp_path}"))
    try:
        ask = Asked(engine)
        found = ask("SELECT uid, content, pinned, tags, creator, epoch(created_ts) AS at FROM memos.memo ORDER BY id")
        assert [row["content"] for row in found] == ["Plan the #garden with #ann", "Nothing special"]
        assert [row["pinned"] for row in found] == [True, False]
        assert [row["tags"] for row in found] == [["garden", "ann"], []]
        assert [row["creator"] for row in found] == ["ann", "ann"]
        assert found[0]["at"] == 1_700_000_000
        assert ask("SELECT tag FROM memos.tag ORDER BY tag") == [{"tag": "ann"}, {"tag": "garden"}]
        assert ask("SELECT memo_id, filename, reference FROM memos.attachment") == [
            {"memo_id": 1, "filename": "bed.png", "reference": "assets/bed.png"}
        ]
        minor = int(version.split(".")[1])
        if minor >= 13:
            assert ask("FROM memos.relation") == [{"memo_id": 2, "related_memo_id": 1, "type": "REFERENCE"}]
        if minor >= 21:
            assert ask("SELECT memo_id, creator, reaction FROM memos.reaction") == [
                {"memo_id": 1, "creator": "ann", "reaction": "like"}
            ]
        with pytest.raises(QueryError):
            ask("SELECT password_hash FROM memos.user")
    finally:
        engine.close()
