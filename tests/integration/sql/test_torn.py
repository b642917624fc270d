"""A SQLite file beside the recordings, written to in small transactions while statements sum over it: no halves."""

import threading
from collections.abc import Iterator
from pathlib import Path

import apsw
import pytest

from storage.sql.attachments import parse_source
from storage.sql.duck import DuckDbEngine
from tests.integration.sql.conftest import Asked

ROWS = 130_000
"""More than the scanner takes in one piece (122,880)."""
EACH = 100
ASKED = 6
TOTALS = (
    "SELECT sum(v) AS total FROM bank.debit",
    "SELECT (SELECT sum(v) FROM bank.debit) + (SELECT sum(v) FROM bank.credit) AS total",
    "SELECT sum(v) AS total FROM (SELECT v FROM bank.debit UNION ALL SELECT v FROM bank.credit)",
    "SELECT sum(d.v + c.v) AS total FROM bank.debit d JOIN bank.credit c USING (id)",
    "WITH d AS (FROM bank.debit) SELECT (SELECT sum(v) FROM d) - (SELECT sum(v) FROM d WHERE v >= 0) AS total",
)


class Bank:
    """Two tables with a constant sum; a thread moves amounts between them, one small transaction after another."""

    def __init__(self, path: Path) -> None:
        self._connection = apsw.Connection(str(path))
        self._connection.pragma("journal_mode", "wal")
        self._connection.pragma("synchronous", 0)
        with self._connection:
            for table in ("debit", "credit"):
                self._connection.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, v INTEGER)")
                rows = ((number, EACH) for number in range(1, ROWS + 1))
                self._connection.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)
        self.moves = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._move, name="bank")
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join()
        self._connection.close()

    def _move(self) -> None:
        """Within one table from its first rows to its last, and between the tables."""
        while not self._stop.wait(0.001):
            low = 1 + self.moves % 1_000
            high, one = ROWS - low, 1 if self.moves // 1_000 % 2 else -1
            with self._connection:
                for table, number, change in (
                    ("debit", low, one), ("debit", high, -one), ("credit", high, one), ("credit", low, -one),
                ):  # fmt: skip
                    self._connection.execute(f"UPDATE {table} SET v = v + ? WHERE id = ?", (change, number))
            self.moves += 1


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Bank, Asked]]:
    path = tmp_path_factory.mktemp("bank") / "bank.db"
    made = Bank(path)
    engine = DuckDbEngine(None, [parse_source("bank", str(path))], threads=4)
    assert not engine.catalogs()[0].away
    yield made, Asked(engine)
    engine.close()
    made.close()


@pytest.mark.parametrize("sql", TOTALS)
def test_a_sum_never_shows_half_a_transaction(bank: tuple[Bank, Asked], sql: str) -> None:
    made, ask = bank
    before = made.moves
    right = {"total": {TOTALS[0]: ROWS * EACH, TOTALS[-1]: 0}.get(sql, 2 * ROWS * EACH)}
    assert [ask(sql) for _ in range(ASKED)] == [[right]] * ASKED
    assert made.moves > before, "nothing was written meanwhile"


def test_tables_with_equal_columns_are_not_mistaken_for_one_another(tmp_path: Path) -> None:
    for name in ("one", "two"):
        with apsw.Connection(str(tmp_path / f"{name}.db")) as made:
            made.execute("CREATE TABLE a (v INTEGER); CREATE TABLE b (v INTEGER)")
            made.execute(f"INSERT INTO a VALUES ({10 * len(name)}), (1); INSERT INTO b VALUES (7)")
    with apsw.Connection(str(tmp_path / "two.db")) as made:
        made.execute("UPDATE a SET v = v + 5")
    sources = [parse_source(name, str(tmp_path / f"{name}.db")) for name in ("one", "two")]
    engine = DuckDbEngine(None, sources)
    try:
        sql = "SELECT (SELECT sum(v) FROM one.a) AS x, (SELECT sum(v) FROM one.b) AS y, (SELECT sum(v) FROM two.a) AS z"
        assert Asked(engine)(sql) == [{"x": 31, "y": 7, "z": 41}]
    finally:
        engine.close()


def test_a_common_table_expression_may_be_named_twice_below_a_limit(bank: tuple[Bank, Asked]) -> None:
    _, ask = bank
    sql = "WITH p AS (SELECT id FROM bank.debit WHERE id < 3) SELECT * FROM p UNION ALL SELECT * FROM p LIMIT 9"
    assert sorted(str(row["id"]) for row in ask(sql)) == ["1", "1", "2", "2"]
