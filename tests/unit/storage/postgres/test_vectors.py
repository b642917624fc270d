"""Vectors: kept with the events that carry them, made up for where pgvector came later, gone with their events."""

import numpy as np

from storage.clock import SystemClock
from storage.events import Event
from storage.log import Entry, EntryKind
from storage.postgres.open import PostgresStorage, open_postgres
from storage.postgres.vectors import as_literal
from storage.topics import MEANING
from storage.vectors import Passage, as_data
from tests.unit.storage.conftest import MakeEvent


def carrier(make_event: MakeEvent, text: Event, *starts: int) -> Event:
    passages = [Passage(start, start + 1, np.arange(start, start + 8, dtype=np.int8)) for start in starts]
    return make_event(f"meaning {text.uid.hex()}", MEANING, data=as_data("test@1", passages), parent=text.uid)


def kept(postgres: PostgresStorage) -> list[tuple[object, ...]]:
    with postgres.store._connections.read() as connection:
        query = "SELECT text_key, place, model, dimension, embedding::text FROM passage ORDER BY text_key, place"
        return list(connection.execute(query).fetchall())


def test_a_row_for_every_passage_names_its_text(postgres: PostgresStorage, make_event: MakeEvent) -> None:
    text = make_event(1, text="two passages")
    postgres.ingest.append([text, carrier(make_event, text, -5, 0)])
    assert kept(postgres) == [
        (1, 0, "test@1", 8, "[-5,-4,-3,-2,-1,0,1,2]"),
        (1, 1, "test@1", 8, "[0,1,2,3,4,5,6,7]"),
    ]


def test_a_vector_goes_with_the_event_that_carries_it(postgres: PostgresStorage, make_event: MakeEvent) -> None:
    texts = [make_event(n, text="x") for n in range(2)]
    carriers = [carrier(make_event, text, n) for n, text in enumerate(texts)]
    postgres.ingest.append([*texts, *carriers])
    postgres.ingest.take([Entry(9, EntryKind.DELETE, carriers[0].uid, MEANING, None)])
    assert [row[0] for row in kept(postgres)] == [2]


def test_vectors_that_came_before_pgvector_are_made_up_for(database: str, make_event: MakeEvent) -> None:
    storage = open_postgres(database, clock=SystemClock())
    with storage.store._connections.write() as connection:
        connection.execute("DROP TABLE passage")
    text = make_event(1, text="x")
    storage.ingest.append([text, carrier(make_event, text, 3)])
    storage.ingest.take([Entry(9, EntryKind.DELETE, make_event("none").uid, MEANING, None)])
    storage.close()
    storage = open_postgres(database, clock=SystemClock())
    assert kept(storage) == [(1, 0, "test@1", 8, "[3,4,5,6,7,8,9,10]")]
    storage.close()


def test_a_vector_is_written_as_pgvector_reads_it() -> None:
    assert as_literal(np.array([-127, 0, 127], np.int8)) == "[-127,0,127]"
