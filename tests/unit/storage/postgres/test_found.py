from contextlib import closing

from storage.events import Event, imported_uid
from storage.postgres.connections import Connections
from storage.postgres.found import places_found, rows_at
from storage.postgres.open import PostgresStorage
from storage.store import SearchQuery
from storage.topics import CLIPBOARD


def test_all_places_come_in_order_of_time_and_what_is_gone_is_left_out(
    postgres: PostgresStorage, database: str
) -> None:
    moments = [(n * 79) % 1_300 for n in range(1_300)]
    postgres.ingest.append(
        [
            Event(imported_uid("f", str(at)), CLIPBOARD, "desk", at, at, 0, text="tea, cake", data={"characters": 9})
            for at in moments
        ]
    )
    found = [event for batch in postgres.store.found(SearchQuery(words=("cake",)), 500) for event in batch]
    assert [event.start_us for event in found] == list(range(1_300))
    with closing(Connections(database, most=1)) as connections, connections.read() as connection:
        places = places_found(connection, SearchQuery(phrases=("tea cake",)))
        assert len(places) == 1_300
        assert [row[4] for row in rows_at(connection, [(0, -1), *places[3:5]])] == [3, 4]
        assert places_found(connection, SearchQuery(words=("coffee",))) == []
