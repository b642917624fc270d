"""What is particular to the log in SQLite: a full disk, several processes, traces of what was deleted."""

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from storage.clock import SystemClock
from storage.events import Event, imported_uid
from storage.log import LogError, LogFullError
from storage.sqlite.open import SqliteStorage, open_sqlite
from storage.store import EventQuery
from storage.topics import CLIPBOARD, builtin_topics
from tests.unit.storage.conftest import MakeEvent

ROOT = Path(__file__).resolve().parents[4]

FILL = """
import resource, sys
from pathlib import Path
from storage.clock import SystemClock
from storage.log import LogFullError
from storage.sqlite.open import open_sqlite
from tests.unit.storage.sqlite.test_log import clip

storage = open_sqlite(Path(sys.argv[1]), clock=SystemClock())
storage.log.append([clip(n) for n in range(10)])
limit = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, limit[1]))
kept = 10
try:
    while True:
        storage.log.append([clip(kept, 50_000)])
        kept += 1
except LogFullError as error:
    assert "full" in str(error)
resource.setrlimit(resource.RLIMIT_FSIZE, limit)
storage.log.append([clip(kept, 50_000)])
print(kept + 1)
storage.close()
"""

APPEND = """
import sys
from pathlib import Path
from storage.clock import SystemClock
from storage.sqlite.open import open_sqlite
from tests.unit.storage.sqlite.test_log import clip

storage = open_sqlite(Path(sys.argv[1]), clock=SystemClock())
for n in range(40):
    storage.log.append([clip(f"{sys.argv[2]}-{n}-{m}") for m in range(5)])
storage.close()
"""


def clip(key: object, characters: int = 20) -> Event:
    """A clipboard text."""
    return Event(
        imported_uid("test", str(key)),
        CLIPBOARD,
        "desk",
        0,
        0,
        0,
        text="x" * characters,
        data={"characters": characters},
    )


def run(script: str, *arguments: object) -> str:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=100).stdout


def count(storage: SqliteStorage) -> int:
    return sum(storage.store.counts().values())


def test_no_room_refuses_the_append_keeps_the_rest_and_goes_on_when_there_is(tmp_path: Path) -> None:
    kept = int(run(FILL, tmp_path / "home"))
    storage = open_sqlite(tmp_path / "home", clock=SystemClock())
    assert count(storage) == kept
    with storage.readers.lend() as connection:
        assert connection.execute("PRAGMA integrity_check").get == "ok"
    storage.close()


def fill(storage: SqliteStorage) -> None:
    for n in itertools.count():
        storage.log.append([clip(n, 20_000)])


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], capture_output=True).returncode:
        pytest.skip("may not mount here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_loses_nothing_and_is_used_again_when_there_is_room(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(os.urandom(1_000_000))
    storage = open_sqlite(small_disk / "home", clock=SystemClock())
    with pytest.raises(LogFullError):
        fill(storage)
    kept = count(storage)
    with pytest.raises(LogFullError):
        storage.log.append([clip(kept, 20_000)])
    assert count(storage) == kept > 5
    assert storage.log.head() == kept
    ballast.unlink()
    storage.log.append([clip(kept, 20_000)])
    assert len(storage.store.events(EventQuery())) == kept + 1
    storage.close()


def test_several_processes_append_at_the_same_time(tmp_path: Path, storage: SqliteStorage) -> None:
    home = storage.path.parent
    commands = [[sys.executable, "-c", APPEND, str(home), name] for name in "abc"]
    children = [subprocess.Popen(command, cwd=ROOT) for command in commands]
    for n in range(100):
        storage.log.append([clip(f"here-{n}")])
    assert [child.wait(100) for child in children] == [0, 0, 0]
    assert count(storage) == 100 + 3 * 200
    storage.log.subscribe("reader", ["*"])
    batch = storage.log.read("reader", limit=10_000)
    offsets = [entry.offset for entry in batch.entries]
    assert offsets == sorted(set(offsets))
    assert len(offsets) == 700


def test_nothing_of_what_was_deleted_is_in_the_files(tmp_path: Path, make_event: MakeEvent) -> None:
    storage = open_sqlite(tmp_path / "home", clock=SystemClock())
    secret = "unmistakable-secret"
    events = [make_event(n, at_s=n, text=f"{secret} {n} " + "pad " * (n % 700)) for n in range(400)]
    for first in range(0, 400, 40):
        storage.log.append(events[first : first + 40])
    assert storage.log.delete([event.uid for event in events[50:350]]) == 300
    storage.log.delete([event.uid for event in events])
    for path in sorted((tmp_path / "home").iterdir()):
        assert secret.encode() not in path.read_bytes(), path.name
    storage.close()


def test_a_log_opened_for_reading_only_refuses_to_change_anything(storage: SqliteStorage) -> None:
    storage.log.append([clip(1)])
    reading = open_sqlite(storage.path.parent, clock=SystemClock(), read_only=True)
    assert count(reading) == 1
    for change in (lambda: reading.log.append([clip(2)]), lambda: reading.log.delete([clip(1).uid])):
        with pytest.raises(LogError, match="reading only"):
            change()
    reading.close()


def test_a_requeued_event_is_stored_when_its_schema_has_been_loosened(tmp_path: Path, make_event: MakeEvent) -> None:
    storage = open_sqlite(tmp_path / "home", clock=SystemClock())
    wrong = replace(clip(1), data={"app": "editor"})
    assert storage.log.append([wrong]).rejected == 1
    storage.close()
    old = builtin_topics()[CLIPBOARD]
    loose = replace(old, version=old.version + 1, schema={**old.schema, "required": []})
    storage = open_sqlite(tmp_path / "home", clock=SystemClock(), topics=builtin_topics() | {CLIPBOARD: loose})
    (letter,) = storage.log.dead_letters("schema")
    storage.log.requeue(letter.id)
    assert storage.log.dead_letters() == ()
    assert storage.store.get(wrong.uid) == wrong
    storage.close()
