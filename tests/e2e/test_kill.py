"""`kill -9` at random moments: what was acknowledged is there, the database is whole, and work goes on."""

import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from storage.clock import SystemClock
from storage.events import Event
from storage.sqlite.open import open_sqlite
from storage.store import EventQuery, TileRequest
from tests.e2e.kill_writer import S, event

ROOT = Path(__file__).resolve().parents[2]


def test_nothing_acknowledged_is_lost_when_the_recorder_is_killed(tmp_path: Path) -> None:
    _kill_rounds(tmp_path / "home", rounds=5, seed=1)


@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_nothing_acknowledged_is_lost_in_eighty_kills(tmp_path: Path) -> None:
    """With `test_kill_upkeep.py` two hundred in all; DAYTRAIL_KILLS says how many of each of the other kinds."""
    for part in range(4):
        _kill_rounds(tmp_path / f"home{part}", rounds=20, seed=100 + part)


def _kill_rounds(home: Path, rounds: int, seed: int) -> None:
    chance = random.Random(seed)
    expected: dict[int, Event] = {}
    maybe: set[int] = set()
    following = 0
    for _ in range(rounds):
        said = _run_and_kill(home, following, chance)
        last = max((int(line.split()[1]) for line in said if line.startswith("a ")), default=following - 1)
        for line in said:
            _note(expected, line)
        # The batch after the last acknowledged one may or may not have been stored; so may one more change.
        maybe = set(range(last + 1, last + 21))
        _check(home, expected, following, last, maybe)
        following = last + 1_000


def _run_and_kill(home: Path, first: int, chance: random.Random) -> list[str]:
    """Run the writer and kill it at a random moment; return the complete lines it said."""
    command = [sys.executable, "-m", "tests.e2e.kill_writer", str(home), str(first)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline()]  # it works now
        timer = threading.Timer(chance.uniform(0.0, 0.6), child.kill)
        timer.start()
        lines += child.stdout.readlines()
        timer.join()
        assert child.wait() == -9
    return [line for line in lines if line.endswith("\n")]


def _note(expected: dict[int, Event], line: str) -> None:
    kind, number, *rest = line.split()
    if kind == "a":
        expected.update({n: event(n) for n in range(int(number) - 19, int(number) + 1)})
    elif kind == "x":
        old = expected[int(number)]
        expected[int(number)] = Event(
            old.uid, old.topic, old.device, old.start_us, int(rest[0]), 0, text=old.text, data=old.data
        )
    else:
        del expected[int(number)]


def _check(home: Path, expected: dict[int, Event], first: int, last: int, maybe: set[int]) -> None:
    storage = open_sqlite(home, clock=SystemClock())
    try:
        with storage.readers.lend() as connection:
            assert connection.execute("PRAGMA integrity_check").get == "ok"
        query = EventQuery(start_us=None, end_us=None, limit=10**9)
        found = {kept.start_us // S: kept for kept in storage.store.events(query)}
        unsure = maybe | {last - 19, last - 18}  # a change of the last batch may be stored without its acknowledgement
        for number, wanted in expected.items():
            if number not in unsure:
                assert found.get(number) == wanted
        assert set(found) - set(expected) <= unsure
        (lane,) = storage.store.tiles(TileRequest(("applications",), 0, (last + 1_000) * S, 100))
        focused = [kept for kept in found.values() if kept.topic.startswith("os.")]
        starts_in = [kept for kept in focused if kept.start_us < (last + 1_000) * S]
        assert lane.counts.sum() >= len(starts_in)
        assert storage.log.lag("fulltext").head == storage.log.head()
        # Do away with what nobody knows of, so that the next round starts from certainty.
        storage.log.delete([kept.uid for number, kept in found.items() if number in unsure])
        for number in unsure:
            expected.pop(number, None)
    finally:
        storage.close()
