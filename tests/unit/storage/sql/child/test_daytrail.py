from pathlib import Path

import duckdb

from storage.clock import SystemClock
from storage.sql.child.daytrail import attach_daytrail
from storage.sql.child.session import extension
from storage.sql.messages import Source
from storage.sql.views import VIEWS
from storage.sqlite.open import open_sqlite
from tests.bench import storage_mix as mix


def test_another_folder_has_the_same_views(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    storage = open_sqlite(tmp_path, clock=SystemClock(), topics=mix.topics())
    storage.log.append(list(mix.events(60, mix.DAY_US)))
    counts = storage.store.counts()
    storage.close()  # only now may another SQLite library open the file in this process
    found = attach_daytrail(connection, Source("old", "daytrail", str(tmp_path)), extension)
    assert set(found.tables) == {view.name for view in VIEWS}
    assert dict(connection.execute("SELECT topic, count(*) FROM old.events GROUP BY ALL").fetchall()) == counts
