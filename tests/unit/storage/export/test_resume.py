"""An export that is killed on its way, and asked for again."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from filelock import FileLock

from storage.clock import SystemClock
from storage.events import Event, imported_uid
from storage.export.check import check_export
from storage.export.export import export
from storage.export.format import Format
from storage.export.resume import LOCK, Journal
from storage.export.run import ExportError, Receipt
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from storage.store import EventQuery
from storage.topics import TRANSCRIPT
from tests.unit.storage.export.conftest import DAY_US, START_US

DAYS = 6
KILLED = """
import os, signal, sys
from pathlib import Path
from storage.clock import SystemClock
from storage.export import parquet
from storage.export.export import export
from storage.export.format import Format
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from storage.store import EventQuery

home, days, start, device = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]
storage = open_sqlite(home / "home", clock=SystemClock(), read_only=True)
begin = parquet.ParquetSink._begin

def stop(sink, day):
    begin(sink, day)
    if len(sink._rows) > days:
        os.kill(os.getpid(), signal.SIGKILL)

parquet.ParquetSink._begin = stop
query = EventQuery(start_us=int(start) if start else None, device=device or None)
export(storage.store, open_media(home / "media"), query, home / "out", Format.PARQUET, with_media=True)
"""


@pytest.fixture
def diary(tmp_path: Path):
    """Three transcripts a day, the first with sound; the first of all lasts two days."""
    storage = open_sqlite(tmp_path / "home", clock=SystemClock())
    media = open_media(tmp_path / "media")
    for number in range(3 * DAYS):
        storage.log.append([said(number, media.put(b"%d" % number, "audio/flac") if number % 3 == 0 else None)])
    yield SimpleNamespace(storage=storage, media=media, folder=tmp_path)
    storage.close()


def said(number: int, media: str | None = None, name: str = "r") -> Event:
    start = START_US + number * DAY_US // 3
    end = start + (2 * DAY_US if number == 0 else 1_000)
    data = {"words": []}
    return Event(imported_uid(name, str(number)), TRANSCRIPT, "desk", start, end, 0, None, 0, "said", data, media)


def kill_after(diary: SimpleNamespace, days: int, start_us: int | None = None, device: str = "") -> None:
    """Export in another process that is killed when `days` days are finished."""
    start = "" if start_us is None else str(start_us)
    command = [sys.executable, "-c", KILLED, str(diary.folder), str(days), start, device]
    done = subprocess.run(command, check=False, timeout=60, env={**os.environ, "PYTHONPATH": str(Path.cwd())})
    assert done.returncode == -signal.SIGKILL
    assert not (diary.folder / "out").exists()
    assert (diary.folder / ".out.part").is_dir()


def again(diary: SimpleNamespace, query: EventQuery = EventQuery(), **options: bool) -> Receipt:  # noqa: B008
    """Export the same, and compare with an export in one go."""
    options = {"with_media": True, **options}
    receipt = export(diary.storage.store, diary.media, query, diary.folder / "out", Format.PARQUET, **options)
    export(diary.storage.store, diary.media, query, diary.folder / "plain", Format.PARQUET, **options)
    assert files(diary.folder / "out") == files(diary.folder / "plain")
    assert check_export(diary.folder / "out").ok
    assert sorted(path.name for path in diary.folder.iterdir()) == ["home", "media", "out", "plain"]
    return receipt


def files(folder: Path) -> list[dict[str, object]]:
    return json.loads((folder / "manifest.json").read_text())["files"]


def test_finished_days_are_kept_and_the_rest_is_done(diary: SimpleNamespace) -> None:
    kill_after(diary, 3)
    first = next((diary.folder / ".out.part").rglob("day=01/events.parquet")).stat().st_ino
    assert again(diary).kept == 3
    assert next((diary.folder / "out").rglob("day=01/events.parquet")).stat().st_ino == first


def test_a_day_that_is_damaged_is_redone_with_all_that_follow(diary: SimpleNamespace) -> None:
    kill_after(diary, 3)
    next((diary.folder / ".out.part").rglob("day=02/events.parquet")).write_bytes(b"half")
    assert again(diary).kept == 1


def test_a_day_that_has_got_or_lost_an_event_is_redone(diary: SimpleNamespace) -> None:
    kill_after(diary, 4)
    diary.storage.log.delete([said(4).uid])
    assert again(diary).kept == 1
    shutil.rmtree(diary.folder / "out")
    shutil.rmtree(diary.folder / "plain")
    kill_after(diary, 4)
    diary.storage.log.append([said(7, name="late")])
    assert again(diary).kept == 2


def test_what_reaches_into_the_span_counts_for_its_day(diary: SimpleNamespace) -> None:
    start_us = START_US + DAY_US + 5
    kill_after(diary, 3, start_us)
    assert again(diary, EventQuery(start_us=start_us)).kept == 3


@pytest.mark.parametrize("query", [EventQuery(device="desk"), EventQuery(topics=("os.*",))])
def test_an_export_of_something_else_keeps_nothing(diary: SimpleNamespace, query: EventQuery) -> None:
    kill_after(diary, 3)
    assert again(diary, query).kept == 0


def test_one_without_media_does_not_go_on_where_one_with_media_was(diary: SimpleNamespace) -> None:
    kill_after(diary, 3)
    assert again(diary, with_media=False).kept == 0


def test_one_by_device_begins_anew_but_for_the_media(diary: SimpleNamespace) -> None:
    kill_after(diary, 3, device="desk")
    assert again(diary, EventQuery(device="desk")).kept == 0


def test_everything_finished_is_everything_kept(diary: SimpleNamespace) -> None:
    kill_after(diary, DAYS - 1)
    diary.storage.log.delete([said(number).uid for number in range(3 * DAYS - 3, 3 * DAYS)])
    assert again(diary).kept == DAYS - 1


def test_two_cannot_write_to_one_folder_at_once(diary: SimpleNamespace) -> None:
    part = diary.folder / ".out.part"
    part.mkdir()
    with FileLock(part / LOCK), pytest.raises(ExportError, match="just being exported"):
        export(diary.storage.store, diary.media, EventQuery(), diary.folder / "out", Format.CSV)
    assert part.is_dir()


def test_half_a_note_is_not_believed(diary: SimpleNamespace) -> None:
    part = diary.folder / ".out.part"
    part.mkdir()
    journal = Journal(part, {"what": 1})
    journal.clear([], None)
    (part / "a").write_bytes(b"a")
    journal.note(part / "a", 3, START_US + DAY_US)
    with (part / ".finished.jsonl").open("ab") as file:
        file.write(b'{"path": "b", "ro')
    assert [each.path for each in Journal(part, {"what": 1}).finished(diary.storage.store, EventQuery())] == ["a"]
    assert not Journal(part, {"what": 2}).known
