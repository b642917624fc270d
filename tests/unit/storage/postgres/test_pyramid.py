"""The pyramid: right before and after its levels catch up, and folded only where something changed."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from storage.postgres.open import PostgresStorage
from storage.postgres.pyramid import aligned, complement
from storage.store import LaneTile, TileRequest
from tests.unit.storage.conftest import MakeEvent

spans = st.lists(
    st.tuples(st.integers(-500, 500), st.integers(0, 60)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=8
)


@given(spans, st.sampled_from([1, 4, 16]))
def test_runs_cover_just_the_buckets_touched(found: list[tuple[int, int]], width: int) -> None:
    runs = aligned(found, width)
    touched = {point // width for first, last in found for point in range(first, last + 1)}
    assert [start // width for first, last in runs for start in range(first, last, width)] == sorted(touched)
    assert all(one[1] < other[0] for one, other in pairwise(runs))


@given(spans)
def test_a_complement_is_what_is_left(found: list[tuple[int, int]]) -> None:
    runs = aligned([(max(-496, first), min(495, max(-496, last))) for first, last in found], 4)
    left = {point for first, last in complement(runs, -500, 500) for point in range(first, last)}
    assert left == set(range(-500, 500)) - {point for first, last in runs for point in range(first, last)}


def tile(postgres: PostgresStorage, span_us: int = 10**11) -> LaneTile:
    [found] = postgres.store.tiles(TileRequest(("applications",), 0, span_us, 200))
    assert found.bucket_us > 0
    return found


def test_reads_are_right_before_and_after_the_levels_catch_up(postgres: PostgresStorage, make_event: MakeEvent) -> None:
    for turn in range(3):
        postgres.ingest.append([make_event((turn, n), at_s=turn + 97 * n, length_s=n) for n in range(200)])
        before = tile(postgres)
        assert before.counts.sum() >= 200 * (turn + 1)
        assert postgres.folder.fold() > 0
        assert tile(postgres).counts.tolist() == before.counts.tolist()
        assert tile(postgres).keys.tolist() == before.keys.tolist()
        assert postgres.folder.fold() == 0


def test_folding_rewrites_only_where_something_changed(postgres: PostgresStorage, make_event: MakeEvent) -> None:
    postgres.ingest.append([make_event(n, at_s=1_000 * n) for n in range(200)])
    postgres.folder.fold()
    with postgres.store._connections.read() as connection:
        before = set(connection.execute("SELECT ctid::text, start_us FROM level_2").fetchall())
    postgres.ingest.append([make_event("new", at_s=100_000.5)])
    postgres.folder.fold()
    with postgres.store._connections.read() as connection:
        after = set(connection.execute("SELECT ctid::text, start_us FROM level_2").fetchall())
    assert len(before - after) == 1
