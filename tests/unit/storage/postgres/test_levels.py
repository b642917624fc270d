"""Levels: each made of the one below by the same statement."""

from storage.postgres.levels import COLUMNS, LEVELS, gathering, relation, uses_timescale
from storage.postgres.open import PostgresStorage


def test_a_database_has_every_level(postgres: PostgresStorage) -> None:
    with postgres.store._connections.read() as connection:
        for level in LEVELS:
            assert connection.execute("SELECT to_regclass(%s) IS NOT NULL", (relation(level),)).fetchone() == (True,)
        assert not uses_timescale(connection)


def test_four_buckets_become_one_and_what_is_carried_within_is_counted_once(postgres: PostgresStorage) -> None:
    rows = ", ".join(
        f"({start}::bigint, 1, 2::smallint, {starts}::bigint, {carried}::bigint, 5::bigint, {longest}::bigint, "
        f"{key}::bigint, '{label}'::text, {value}::float8, {value}::float8, {value}::float8, {start}::bigint, "
        "NULL::bytea, NULL::bigint)"
        for start, starts, carried, longest, key, label, value in (
            (-64_000_000, 1, 2, 10, 1, "short", 4),
            (-48_000_000, 3, 1, 30, 2, "long", 9),
            (-16_000_000, 0, 1, 30, 3, "later", 1),
            (0, 1, 1, 1, 4, "next", 0),
        )
    )
    query = gathering(3, f"(VALUES {rows}) AS below ({COLUMNS})")
    shown = "start_us, class, starts, carried, busy, key, label, low, high, last"
    with postgres.store._connections.read() as connection:
        found = connection.execute(f"SELECT {shown} FROM ({query}) AS made ORDER BY 1".encode()).fetchall()
    assert found == [
        (-64_000_000, 3, 4, 2, 15, 2, "long", 1, 9, 1),
        (0, 3, 1, 1, 5, 4, "next", 0, 0, 0),
    ]
