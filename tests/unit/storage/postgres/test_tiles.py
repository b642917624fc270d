"""Tiles from PostgreSQL beyond the contract: labels and lanes."""

from storage.postgres.open import PostgresStorage
from storage.postgres.tiles import load_lanes
from storage.store import TileRequest
from storage.topics import TRANSCRIPT, builtin_topics
from tests.unit.storage.conftest import MakeEvent


def test_lanes_are_those_of_the_topics(postgres: PostgresStorage) -> None:
    with postgres.store._connections.read() as connection:
        lanes = load_lanes(connection)
    assert set(lanes) == {topic.lane for topic in builtin_topics().values() if topic.lane}
    assert len({lane.number for lane in lanes.values()}) == len(lanes)


def test_sentences_are_labels_of_exact_events_alone(postgres: PostgresStorage, make_event: MakeEvent) -> None:
    said = [make_event(n, TRANSCRIPT, n, 1, text=f"\0 {n} " + "x" * 300, data={"words": []}) for n in range(300)]
    postgres.ingest.append(said)
    [near] = postgres.store.tiles(TileRequest(("speech",), 0, 5_000_000, 1_000))
    [far] = postgres.store.tiles(TileRequest(("speech",), 0, 10**12, 1_000))
    assert [name[:4] for name in near.label_names] == [f"\0 {n} " for n in range(5)]
    assert len(near.label_names[0]) <= 201
    assert (far.bucket_us > 0, far.label_names) == (True, ())
