"""The store in PostgreSQL beyond the contract: several openings of one database."""

from storage.clock import SystemClock
from storage.postgres.open import PostgresStorage, open_postgres
from storage.store import EventQuery
from storage.topics import INPUT_ACTIVITY
from tests.unit.storage.conftest import MakeEvent


def test_another_process_sees_what_was_added_with_its_new_names(
    database: str, postgres: PostgresStorage, make_event: MakeEvent
) -> None:
    other = open_postgres(database, clock=SystemClock())
    assert other.store.events(EventQuery(device="watch")) == []
    added = make_event(1, INPUT_ACTIVITY, device="watch")
    postgres.ingest.append([added])
    assert other.store.events(EventQuery(topics=("os.input.*",), device="watch")) == [added]
    assert other.store.get(added.uid) == added
    other.close()


def test_the_view_for_people_who_ask_with_sql(postgres: PostgresStorage, make_event: MakeEvent) -> None:
    postgres.ingest.append([make_event(1, at_s=86_400, text="good morning", media="0f" * 32)])
    with postgres.store._connections.read() as connection:
        [row] = connection.execute(
            "SELECT topic, device, extract(epoch FROM start), text, data->>'app', media FROM timeline"
        )
    assert row == ("os.window.focus.raw", "desk", 86_400, "good morning", "editor", "0f" * 32)
