"""Pieces: an event cut where buckets of its class meet, and the runs noted as dirty."""

from storage.postgres.open import PostgresStorage
from storage.postgres.pieces import note_dirty
from storage.pyramid.lengths import SHORT_US
from tests.unit.storage.conftest import MakeEvent

S = 1_000_000
WIDTH = 16 * S
"""Of a bucket of the finest stored level."""


def test_a_piece_per_bucket_with_what_lasts_inside(postgres: PostgresStorage, make_event: MakeEvent) -> None:
    postgres.ingest.append([make_event(1, at_s=10, length_s=30)])
    with postgres.store._connections.read() as connection:
        found = connection.execute("SELECT start_us, starts, carried, busy, label FROM piece ORDER BY 1").fetchall()
    assert found == [
        (0, 1, 0, 6 * S, "editor"),
        (WIDTH, 0, 1, WIDTH, "editor"),
        (2 * WIDTH, 0, 1, 8 * S, "editor"),
    ]


def test_an_instant_before_1970_is_one_piece(postgres: PostgresStorage, make_event: MakeEvent) -> None:
    postgres.ingest.append([make_event(1, at_s=-1)])
    with postgres.store._connections.read() as connection:
        assert connection.execute("SELECT start_us, starts, carried, busy FROM piece").fetchall() == [(-WIDTH, 1, 0, 0)]


def test_a_long_event_is_cut_into_wider_pieces(postgres: PostgresStorage, make_event: MakeEvent) -> None:
    postgres.ingest.append([make_event(1, length_s=SHORT_US / S + 1)])
    with postgres.store._connections.read() as connection:
        assert connection.execute("SELECT DISTINCT class, count(*) FROM piece GROUP BY 1").fetchall() == [(3, 5)]


def test_near_pieces_are_noted_as_one_run(postgres: PostgresStorage) -> None:
    with postgres.store._connections.write() as connection:
        note_dirty(connection, [(1, 5), (2, 5), (1, 5 + 30 * WIDTH), (1, 5 + 600 * WIDTH)])
        found = connection.execute("SELECT lane, first_us, last_us FROM dirty ORDER BY 1, 2").fetchall()
    assert found == [(1, 5, 5 + 30 * WIDTH), (1, 5 + 600 * WIDTH, 5 + 600 * WIDTH), (2, 5, 5)]
