"""One statement over live recordings being written, memos, Parquet on a real S3 server, Iceberg and PostgreSQL.

The answer must be that of the same join done by hand from what each source was given.
"""

import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from storage.clock import SystemClock
from storage.sql.attachments import parse_source
from storage.sql.duck import DuckDbEngine
from storage.sql.messages import Source
from storage.sqlite.open import open_sqlite
from storage.store import EventQuery
from storage.topics import WINDOW_FOCUS
from tests.bench import storage_mix as mix
from tests.data.s3_server import s3_server
from tests.integration.postgres.servers import plain_server
from tests.integration.sql.conftest import Asked
from tests.integration.sql.memos_database import make_newest_memos

KEY, SECRET = "lifeakid", "lifesecret"
APPS = ("editor", "browser", "terminal", "mail", "chat", "music", "viewer", "calendar")

pytestmark = pytest.mark.slow


@dataclass
class Store:
    port: int

    @property
    def address(self) -> str:
        return f"s3://{KEY}@life/weights?endpoint=127.0.0.1:{self.port}&tls=false"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A real S3 server with one bucket."""
    with s3_server(Path(sys.executable).with_name("weed"), tmp_path_factory.mktemp("s3"), KEY, SECRET) as port:
        yield Store(port)


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server with a table of projects."""
    with psycopg.connect(plain_server(), autocommit=True) as connection:
        connection.execute("CREATE SCHEMA work")
        connection.execute("CREATE TABLE work.project (app text PRIMARY KEY, name text)")
        for number, app in enumerate(APPS):
            connection.execute("INSERT INTO work.project VALUES (%s, %s)", (app, f"project {number % 3}"))
        yield plain_server()
        connection.execute("DROP SCHEMA work CASCADE")


def _weights() -> pa.Table:
    return pa.table({"app": list(APPS), "weight": [float(number) for number in range(len(APPS))]})


def _put_parquet(store: Store) -> None:
    from pyarrow.fs import S3FileSystem

    files = S3FileSystem(access_key=KEY, secret_key=SECRET, endpoint_override=f"127.0.0.1:{store.port}", scheme="http")
    pq.write_table(_weights(), "life/weights/part.parquet", filesystem=files)


@pytest.fixture(scope="module")
def iceberg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an Iceberg table of two commits (its library keeps a pool of threads)."""
    from pyiceberg.catalog.sql import SqlCatalog

    folder = tmp_path_factory.mktemp("iceberg")
    catalog = SqlCatalog("home", uri="sqlite:///:memory:", warehouse=f"file://{folder}")
    catalog.create_namespace("past")
    table = pa.table({"app": list(APPS), "limit_h": list(range(len(APPS)))})
    made = catalog.create_table("past.limits", schema=table.schema)
    made.append(table.slice(0, 4))
    made.append(table.slice(4))
    catalog.close()
    return Path(made.location().removeprefix("file://"))


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_one_statement_over_six_sources_is_the_join_by_hand(
    store: Store, postgres: str, iceberg: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    storage = open_sqlite(home, clock=SystemClock(), topics=mix.topics())
    events = mix.events(800_000, 300 * mix.DAY_US)
    storage.log.append(list(islice(events, 3_000)))
    make_newest_memos(tmp_path / "memos_prod.db")
    _put_parquet(store)
    sources: list[Source] = [
        parse_source("memos", f"memos:{tmp_path / 'memos_prod.db'}"),
        parse_source("past", f"iceberg:{iceberg}"),
        parse_source("pg", postgres),
        Source("cloud", "parquet", store.address, SECRET),
    ]
    engine = DuckDbEngine(home, sources)
    ask = Asked(engine)
    stop = threading.Event()

    def record() -> None:
        while not stop.is_set() and (batch := list(islice(events, 50))):
            storage.log.append(batch)

    sql = (
        "WITH upto AS (SELECT max(start_ts) AS at FROM live.window_usage) "
        "SELECT p.name, sum(w.seconds * c.weight) AS weighted, count(*) AS n, max(l.limit_h) AS most, "
        "any_value(m.content) AS memo, epoch_us(any_value(upto.at)) AS upto "
        "FROM live.window_usage w JOIN cloud.part c USING (app) JOIN past.data l USING (app) "
        "JOIN pg.work.project p ON p.app = w.app JOIN memos.memo m ON m.id = 1, upto GROUP BY p.name ORDER BY p.name"
    )
    writer = threading.Thread(target=record, name="recorder")
    writer.start()
    try:
        answers = [ask(sql) for _ in range(4)]
        stop.set()
        writer.join()
        answers.append(ask(sql))
        for rows in answers:
            upto = int(str(rows[0]["upto"]))
            assert rows == [{**row, "upto": upto} for row in _by_hand(storage.store, upto)]
        assert int(str(answers[-1][0]["upto"])) > int(str(answers[0][0]["upto"])), "nothing was written meanwhile"
    finally:
        stop.set()
        writer.join()
        engine.close()
        storage.close()


def _by_hand(store: Any, upto_us: int) -> list[dict[str, object]]:
    """The same join in Python: windows that had been appended when the statement saw the newest at `upto_us`."""
    found: dict[str, dict[str, Any]] = {}
    for batch in store.scan(EventQuery(topics=(WINDOW_FOCUS,), end_us=upto_us + 1)):
        for event in batch:
            if event.start_us > upto_us:
                continue
            place = APPS.index(str(event.data["app"]))
            row = found.setdefault(f"project {place % 3}", {"weighted": 0.0, "n": 0, "most": 0})
            row["weighted"] += (event.end_us - event.start_us) / 1e6 * place
            row["n"] += 1
            row["most"] = max(row["most"], place)
    memo = "Plan the #garden with #ann"
    return [
        {"name": name, "weighted": pytest.approx(row["weighted"]), "n": row["n"], "most": row["most"], "memo": memo}
        for name, row in sorted(found.items())
    ]
