"""What is recorded, asked with SQL while it is being recorded: nothing missing, nothing twice, deletions gone."""

from storage.sqlite.open import SqliteStorage
from tests.integration.sql.conftest import EVENTS, Asked


def test_every_event_is_there(ask: Asked, kept: SqliteStorage) -> None:
    found = ask("SELECT topic, count(*) AS n FROM live.events GROUP BY ALL")
    assert {row["topic"]: row["n"] for row in found} == kept.store.counts()
    assert sum(int(str(row["n"])) for row in found) == EVENTS
