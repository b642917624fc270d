"""`daytrail migrate-store` as a program, with a real data folder and a real server: also killed, refused, cancelled."""

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from storage.clock import SystemClock
from storage.events import Event, imported_uid
from storage.postgres.open import open_postgres
from storage.sqlite.open import open_sqlite
from storage.store import EventQuery
from storage.topics import INPUT_ACTIVITY, TRANSCRIPT
from tests.integration.postgres.servers import GUEST, drop_database, fresh_database

ROOT = Path(__file__).parents[3]
PROGRAM = Path(__file__).with_name("program.py")
EVENTS = 12_000
SECRET = "hunter2"


def event(number: int) -> Event:
    topic, data = (
        (TRANSCRIPT, {"words": []}) if number % 5 == 0 else (INPUT_ACTIVITY, {"keys": number % 50, "clicks": 0})
    )
    text = f"sentence number {number}" if topic == TRANSCRIPT else None
    start_us = number * 1_000_000
    return Event(imported_uid("test", str(number)), topic, "desk", start_us, start_us, 0, text=text, data=data)


def record(folder: Path, events: int) -> Path:
    storage = open_sqlite(folder, clock=SystemClock())
    storage.log.append([event(number) for number in range(events)])
    storage.close()
    return folder


@pytest.fixture
def recorded(home_folder: Path) -> Path:
    """A data folder with some thousand events."""
    return record(home_folder, EVENTS)


@pytest.fixture
def short(home_folder: Path) -> Path:
    """A data folder with some hundred events."""
    return record(home_folder, 300)


@pytest.fixture
def database() -> Iterator[str]:
    address = fresh_database(with_tables=False)
    yield address
    drop_database(address)


def migrate(address: str, *options: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "app.cli.main", "migrate-store", "--to", address, *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )


def test_a_copy_is_complete_and_the_next_one_short(recorded: Path, database: str) -> None:
    first = migrate(database, "--json")
    assert first.returncode == 0, first.stderr
    done = json.loads(first.stdout)
    assert (done["added"], done["verified"], done["differing"], done["finished"]) == (EVENTS, EVENTS, [], True)
    assert "not compressed" in first.stderr
    second = migrate(database)
    assert second.returncode == 0
    assert f"{EVENTS} events with equal hashes (0 new" in second.stdout


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 6))])
def test_killed_in_the_middle_it_goes_on_and_loses_nothing(recorded: Path, database: str, seed: int) -> None:
    chance = random.Random(seed)
    reached = 0
    for _ in range(2):
        reached = _killed_after(database, recorded, reached + chance.randrange(1, EVENTS // 3))
    done = json.loads(migrate(database, "--json").stdout)
    assert done["started_at"] >= reached > 0
    assert done["started_at"] + done["added"] == done["verified"] == EVENTS
    assert done["differing"] == []
    target = open_postgres(database, clock=SystemClock())
    found = [one for batch in target.store.scan(EventQuery()) for one in batch]
    assert found == [event(number) for number in range(EVENTS)]
    target.close()


def _killed_after(database: str, folder: Path, offset: int) -> int:
    """Kill a copy when it has passed an offset; return what it had said by then."""
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM), str(folder), database],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    said = 0
    for line in process.stdout:
        stage, number = line.split()
        if stage == "copying":
            said = int(number)
        if stage != "copying" or said > offset:
            break
    process.kill()
    process.wait(60)
    process.stdout.close()
    return said


def test_stopped_by_its_owner_it_says_how_to_go_on(short: Path, database: str) -> None:
    with psycopg.connect(database, autocommit=True) as holder:
        open_postgres(database, clock=SystemClock()).close()
        holder.execute("BEGIN; LOCK TABLE daytrail.event IN ACCESS EXCLUSIVE MODE")
        process = subprocess.Popen(
            [sys.executable, "-m", "app.cli.main", "migrate-store", "--to", database],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        with psycopg.connect(database, autocommit=True) as watcher:
            while not watcher.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone():
                assert process.poll() is None
        process.send_signal(signal.SIGINT)
        holder.execute("COMMIT")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1, (out, err)
    assert "the same command goes on from there" in err
    assert migrate(database).returncode == 0


def test_a_wrong_password_appears_nowhere(short: Path, database: str) -> None:
    for address, environment in (
        (make_conninfo(database, user=GUEST), {"PGPASSWORD": SECRET}),
        (f"postgresql://{GUEST}:{SECRET}@127.0.0.1:1/life", {}),
        (f"postgresql://{GUEST}:{SECRET}@x@127.0.0.1:1/life", {}),
    ):
        done = migrate(address, **environment)
        assert done.returncode == 1
        assert done.stderr.count("daytrail: ") == 1
        assert "Traceback" not in done.stderr
        assert SECRET not in done.stdout + done.stderr
    for path in short.rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes()


def test_a_copy_that_differs_is_told_by_topic_and_day(short: Path, database: str) -> None:
    migrate(database)
    with psycopg.connect(database) as connection:
        connection.execute("UPDATE daytrail.event SET text = 'else' WHERE start_us = 5000000")
    done = migrate(database)
    assert done.returncode == 1
    assert f"{TRANSCRIPT} on 1970-01-01" in done.stderr
