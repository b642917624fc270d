"""The levels of the pyramid as relations of the database, each made of the one below by one and the same statement.

With TimescaleDB a level is a continuous aggregate over the level below, and the lowest over the hypertable `piece`;
without it a table that holds the answer of the same query. Short events live in the lowest level as pieces; longer
ones (`class`) begin further up, and pass through the levels below as rows of their own.
"""

from typing import Final

from storage.postgres.connections import Connection, Row
from storage.postgres.features import Features
from storage.pyramid.lengths import FIRST_LEVEL
from storage.store import COARSEST_LEVEL, bucket_us

LEVELS: Final = range(FIRST_LEVEL, COARSEST_LEVEL + 1)
COLUMNS: Final = (
    "start_us, lane, class, starts, carried, busy, longest, key, label, low, high, last, last_us, media, media_us"
)

_DAY_US: Final = 86_400_000_000
_CHUNK_US: Final = 28 * _DAY_US
"""A life is some hundred chunks: few enough to plan over, small enough to compress one at a time."""
_COMPRESS_AFTER_US: Final = 30 * _DAY_US
_GATHER: Final = """
SELECT {bucket} AS start_us, lane, greatest(class, {level}::smallint) AS class,
    sum(starts)::bigint AS starts,
    coalesce(sum(carried) FILTER (WHERE mod(start_us, {width}::bigint) = 0), 0)::bigint AS carried,
    sum(busy)::bigint AS busy, max(longest) AS longest,
    (array_agg(key ORDER BY longest DESC, key))[1] AS key,
    (array_agg(label ORDER BY longest DESC, key))[1] AS label,
    min(low) AS low, max(high) AS high,
    (array_agg(last ORDER BY last_us DESC, key DESC) FILTER (WHERE last IS NOT NULL))[1] AS last,
    max(last_us) AS last_us,
    (array_agg(media ORDER BY media_us, key) FILTER (WHERE media IS NOT NULL))[1] AS media,
    min(media_us) AS media_us
FROM {source}
GROUP BY 1, 2, 3
"""
"""What a bucket says of four below it. An event carried into a later quarter is counted where it comes from."""


def relation(level: int) -> str:
    """Return the name of a level; of the one below the lowest, that of the pieces."""
    return f"level_{level}" if level >= FIRST_LEVEL else "piece"


def gathering(level: int, source: str, *, timescale: bool = False) -> str:
    """Return the query that makes the rows of a level from rows of the level below, in SQL `source`."""
    width = bucket_us(level)
    plain = f"(start_us - mod(mod(start_us, {width}::bigint) + {width}, {width}::bigint))"
    bucket = f"time_bucket({width}::bigint, start_us)" if timescale else plain
    return _GATHER.format(bucket=bucket, level=level, width=width, source=source)


def create_levels(connection: Connection, features: Features) -> None:
    """Create what depends on the extensions the server has; right after the tables, in the same transaction."""
    if features.fragments:
        connection.execute("CREATE INDEX document_fragments ON document USING gin (folded gin_trgm_ops)")
    if features.timescale:
        _create_hypertables(connection)
        for level in LEVELS:
            connection.execute(
                f"CREATE MATERIALIZED VIEW {relation(level)} "
                "WITH (timescaledb.continuous, timescaledb.materialized_only = true) AS "
                f"{gathering(level, relation(level - 1), timescale=True)} WITH NO DATA"
            )
        return
    for level in LEVELS:
        connection.execute(f"CREATE TABLE {relation(level)} AS {gathering(level, relation(level - 1))} WITH NO DATA")
        connection.execute(f"CREATE INDEX {relation(level)}_lane ON {relation(level)} (lane, start_us)")


def uses_timescale(connection: Connection) -> bool:
    """Tell whether the database was made with TimescaleDB."""
    row: Row | None = connection.execute(
        "SELECT relkind = 'v' FROM pg_class WHERE oid = to_regclass(%s)", (relation(FIRST_LEVEL),)
    ).fetchone()
    return row is not None and bool(row[0])


def _create_hypertables(connection: Connection) -> None:
    connection.execute(
        "CREATE FUNCTION now_us() RETURNS bigint LANGUAGE sql STABLE AS "
        "'SELECT (extract(epoch FROM now()) * 1000000)::bigint'"
    )
    for table, segment in (("event", "topic"), ("piece", "lane")):
        connection.execute(
            "SELECT create_hypertable(%s, 'start_us', chunk_time_interval => %s::bigint, "
            "create_default_indexes => false)",
            (table, _CHUNK_US),
        )
        connection.execute("SELECT set_integer_now_func(%s, 'now_us')", (table,))
        connection.execute(
            f"ALTER TABLE {table} SET (timescaledb.compress, timescaledb.compress_segmentby = '{segment}', "
            "timescaledb.compress_orderby = 'start_us, key')"
        )
        connection.execute("SELECT add_compression_policy(%s, %s::bigint)", (table, _COMPRESS_AFTER_US))
