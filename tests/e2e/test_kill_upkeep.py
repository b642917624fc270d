"""`kill -9` while pictures are packed, let go and forgotten, and while a database is brought up to date."""

import io
import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from storage.clock import SystemClock
from storage.lifecycle.doomed import finish_doomed
from storage.lifecycle.verify import verify
from storage.media import MediaMissingError, PackingMedia
from storage.objects.address import address_of
from storage.objects.encoder import EncoderHere
from storage.objects.open import open_media
from storage.sqlite.checks import SqliteChecks
from storage.sqlite.database import database_path
from storage.sqlite.migrate import shipped_migrations
from storage.sqlite.open import open_sqlite
from storage.sqlite.references import SqliteReferences
from storage.store import EventQuery
from tests.e2e.kill_upkeep import BATCH, KEEP_DAYS, PER_DAY, event, picture
from tests.unit.storage.sqlite.old_databases import make_old_database, old_event, sound

ROOT = Path(__file__).resolve().parents[2]
MANY = int(os.environ.get("DAYTRAIL_KILLS", "40"))
OLD_EVENTS = 6_000


@pytest.mark.parametrize("task", ["packing", "retention"])
def test_no_picture_is_lost_and_no_forgotten_one_comes_back(tmp_path: Path, task: str) -> None:
    _kill_upkeep(tmp_path / "home", task, rounds=3, seed=1)


@pytest.mark.slow
@pytest.mark.timeout(1_800)
@pytest.mark.parametrize("task", ["packing", "retention"])
def test_no_picture_is_lost_in_many_kills(tmp_path: Path, task: str) -> None:
    for part in range(10):
        _kill_upkeep(tmp_path / str(part), task, rounds=max(1, MANY // 10), seed=10 + part)


def test_a_killed_migration_goes_on(tmp_path: Path) -> None:
    _kill_migrations(tmp_path, rounds=3, seed=1)


@pytest.mark.slow
@pytest.mark.timeout(1_800)
def test_a_killed_migration_goes_on_many_times(tmp_path: Path) -> None:
    _kill_migrations(tmp_path, rounds=MANY, seed=2)


def _run_and_kill(arguments: list[str], longest_s: float, chance: random.Random) -> list[str]:
    """Run a child, kill it at a random moment after its first acknowledgement; return the complete lines it said."""
    command = [sys.executable, "-m", "tests.e2e.kill_upkeep", *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        lines = [child.stdout.readline()]
        timer = threading.Timer(chance.uniform(0.0, longest_s), child.kill)
        timer.start()
        lines += child.stdout.readlines()
        timer.join()
        assert child.wait() in (-9, 0)
    return [line for line in lines if line.endswith("\n")]


def _kill_upkeep(home: Path, task: str, rounds: int, seed: int) -> None:
    chance = random.Random(seed)
    kept: set[int] = set()
    forgotten: set[int] = set()
    following = 0
    for _ in range(rounds):
        said = _run_and_kill([task, str(home), str(following)], 1.2, chance)
        for line in said:
            kind, number = line[0], int(line[2:])
            if kind == "a":
                kept |= set(range(number - BATCH + 1, number + 1))
            else:
                forgotten.add(number)
        newest = max(kept)
        # The batch after the last acknowledged one may be stored, and its third picture may be forgotten already.
        unsure = set(range(newest + 1, newest + BATCH + 1)) | {newest - BATCH + 3}
        _check_upkeep(home, task, kept - forgotten - unsure, forgotten, newest)
        kept -= unsure
        following = newest + 2 * BATCH + 1


def _check_upkeep(home: Path, task: str, kept: set[int], forgotten: set[int], newest: int) -> None:
    storage = open_sqlite(home, clock=SystemClock())
    media = open_media(home / "media", encoder=EncoderHere())
    try:
        references = SqliteReferences(storage.writer, storage.readers)
        before = _readable(media, kept | forgotten)
        media.tidy()
        finish_doomed(media, references)
        after = _readable(media, kept | forgotten)
        assert before >= after - forgotten  # nothing that is kept was unreadable for a while
        assert not after & forgotten
        young = {number for number in kept if number > newest - KEEP_DAYS * PER_DAY + 1}
        assert (kept if task == "packing" else young) <= after
        stored = {one.uid for one in storage.store.events(EventQuery(limit=10**9))}
        assert all((event(number, "").uid in stored) == (number in kept) for number in kept | forgotten)
        found = verify(SqliteChecks(storage.path, storage.writer, storage.readers), media, references)
        assert found.ok
        # A picture is stored before its event: those of a batch that was cut off have none. Nothing else is left over.
        assert not {address_of(picture(number)) for number in kept | forgotten} & set(found.unreferenced)
        assert media.tidy() == 0
    finally:
        storage.close()
        media.close()


def _readable(media: PackingMedia, numbers: set[int]) -> set[int]:
    """Numbers of pictures that can be read; each must look as it did."""
    found = set()
    for number in numbers:
        original = picture(number)
        try:
            content = media.get(address_of(original))
        except MediaMissingError:
            continue
        difference = _pixels(original) - _pixels(content)
        assert float(np.mean(difference**2)) < 50
        found.add(number)
    return found


def _pixels(content: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(content)).convert("RGB"), dtype=np.float64)


def _kill_migrations(folder: Path, rounds: int, seed: int) -> None:
    chance = random.Random(seed)
    newest = shipped_migrations()[-1].number
    for number in range(rounds):
        home = folder / str(number)
        version = chance.randrange(1, newest)
        make_old_database(home, version, OLD_EVENTS)
        _run_and_kill(["migration", str(home)], 0.15, chance)
        for copy in home.glob("*.before-????"):
            assert sound(copy)
        storage = open_sqlite(home, clock=SystemClock())
        try:
            kept = storage.store.events(EventQuery(limit=10**9))
        finally:
            storage.close()
        assert len(kept) == OLD_EVENTS
        assert kept[:: OLD_EVENTS // 7] == [old_event(one.start_us // 1_000_000) for one in kept[:: OLD_EVENTS // 7]]
        assert sound(database_path(home))
