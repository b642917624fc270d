"""What TimescaleDB is used for: tables cut by time, levels as continuous aggregates, old chunks compressed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from storage.events import Event, imported_uid
from storage.postgres.connections import Connection
from storage.postgres.levels import LEVELS
from storage.store import EventQuery, LaneTile, TileRequest
from storage.topics import INPUT_ACTIVITY, TRANSCRIPT
from tests.integration.postgres.member import TimescaleMember
from tests.integration.postgres.servers import timescale_server

pytestmark = pytest.mark.slow

DAY_US = 86_400_000_000
EVENTS = 1_000


def event(number: int) -> Event:
    start_us = number * DAY_US // 7
    uid, end_us = imported_uid("test", str(number)), start_us + 600_000_000
    if number % 5 == 0:
        text = f"sentence number {number}"
        return Event(uid, TRANSCRIPT, "desk", start_us, end_us, start_us, text=text, data={"words": []})
    return Event(uid, INPUT_ACTIVITY, "desk", start_us, end_us, start_us, data={"keys": number % 50, "clicks": 0})


@pytest.fixture
def member(tmp_path: Path) -> Iterator[TimescaleMember]:
    if timescale_server() is None:
        pytest.skip("no node, or its registry cannot be reached")
    opened = TimescaleMember(tmp_path / "store")
    opened.log.append([event(number) for number in range(EVENTS)])
    opened.settle()
    yield opened
    opened.close()


def tiles(member: TimescaleMember) -> list[LaneTile]:
    return member.store.tiles(TileRequest(("input", "speech"), 0, EVENTS * DAY_US // 7, 100))


def compress(member: TimescaleMember) -> int:
    """Run the policies that would run by themselves in the background; return how many chunks are compressed."""
    with member.storage.store._connections.outside() as connection:
        jobs = connection.execute(
            "SELECT job_id FROM timescaledb_information.jobs WHERE proc_name LIKE '%compression%' "
            "AND hypertable_name IN ('event', 'piece')"
        ).fetchall()
        assert len(jobs) == 2
        for (job,) in jobs:
            connection.execute(f"CALL run_job({job})")
        return count(connection, "SELECT count(*) FROM timescaledb_information.chunks WHERE is_compressed")


def count(connection: Connection, query: str) -> int:
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return int(row[0])


def test_tables_are_cut_by_time_and_levels_are_aggregates(member: TimescaleMember) -> None:
    assert member.storage.features.timescale
    with member.storage.store._connections.read() as connection:
        for table in ("event", "piece"):
            assert count(connection, f"SELECT count(*) FROM show_chunks('daytrail.{table}')") >= 5
        aggregates = "SELECT count(*) FROM timescaledb_information.continuous_aggregates"
        assert count(connection, aggregates) == len(LEVELS)
        assert count(connection, "SELECT count(*) FROM level_5") > 0


def test_what_is_compressed_is_read_extended_deleted_and_added_to_as_before(member: TimescaleMember) -> None:
    before = tiles(member)
    assert compress(member) >= 8
    for here, there in zip(tiles(member), before, strict=True):
        assert here.counts.tolist() == there.counts.tolist()
    found = [one for batch in member.store.scan(EventQuery()) for one in batch]
    assert found == [event(number) for number in range(EVENTS)]
    longer = event(7).end_us + DAY_US
    member.log.extend(event(7).uid, longer)
    member.log.delete([event(8).uid])
    late = replace(event(9), uid=imported_uid("test", "late"))
    member.log.append([late])
    assert member.store.get(event(7).uid) == replace(event(7), end_us=longer)
    assert member.store.get(event(8).uid) is None
    assert member.store.get(late.uid) == late
    unsettled = [found.counts.tolist() for found in tiles(member)]
    member.settle()
    assert [found.counts.tolist() for found in tiles(member)] == unsettled
    assert unsettled != [found.counts.tolist() for found in before]
