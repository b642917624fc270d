import threading
from pathlib import Path

import orjson
import pytest

from storage.clock import SystemClock
from storage.lifecycle.backup import BackupError, back_up, read_backup, restore
from storage.lifecycle.forget import ForgetRequest
from storage.media import Still
from storage.objects.open import open_media
from storage.sqlite.copy import copy_database
from storage.sqlite.open import open_sqlite
from storage.store import EventQuery
from tests.unit.storage.objects.pictures import draw_screens, likeness_db


@pytest.fixture
def run(life, tmp_path: Path, clock):
    """Back up into a folder, once or again."""

    def again(folder: Path = tmp_path / "backup", **more):
        copies = open_media(folder / "media")
        return back_up(
            lambda part: copy_database(life.storage.path, part),
            life.media,
            copies,
            life.references,
            folder,
            clock,
            life.home,
            **more,
        )

    return again


def read(home: Path) -> tuple[set[str], bool]:
    """Texts of a data folder, and whether its media are all right."""
    storage = open_sqlite(home, clock=SystemClock())
    try:
        events = storage.store.events(EventQuery())
        media = open_media(home / "media")
        addresses = {event.media for event in events if event.media}
        return {event.text for event in events if event.text}, media.verify(addresses).ok
    finally:
        storage.close()


def test_everything_comes_back_from_a_backup(life, run, tmp_path: Path, clock) -> None:
    life.frame(1, "a page")
    life.speech(2, "some words")
    done = run()
    assert (done.media_files, done.media_missing, done.created_us) == (3, 0, clock.us)
    restored = restore(tmp_path / "backup", tmp_path / "new")
    assert restored == done
    assert read(tmp_path / "new") == ({"a page", "some words"}, True)


def test_only_the_owner_can_read_it(life, run, tmp_path: Path) -> None:
    life.frame(1, "a page")
    run()
    files = [path for path in (tmp_path / "backup").rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o077 for path in files} == {0}


def test_a_second_backup_brings_only_what_is_new_and_drops_what_was_forgotten(
    life, run, forgetter, tmp_path: Path
) -> None:
    life.frame(1, "first page")
    life.frame(60, "hushhush")
    run()
    forgetter.forget(ForgetRequest(start_us=life.written[3].start_us))
    life.frame(120, "third page")
    seen: list[int] = []
    done = run(progress=seen.append)
    assert done.media_files == 4
    assert seen[-1] == 2
    raw = b"".join(path.read_bytes() for path in (tmp_path / "backup").rglob("*") if path.is_file())
    assert b"hushhush" not in raw
    restore(tmp_path / "backup", tmp_path / "new")
    assert read(tmp_path / "new") == ({"first page", "third page"}, True)


def test_a_backup_while_recording_is_consistent(life, run, tmp_path: Path) -> None:
    stop = threading.Event()

    def record() -> None:
        minute = 0
        while not stop.is_set():
            life.frame(minute, f"page {minute}")
            minute += 1

    recorder = threading.Thread(target=record)
    recorder.start()
    try:
        while life.storage.log.head() < 30:
            pass
        run()
    finally:
        stop.set()
        recorder.join()
    restore(tmp_path / "backup", tmp_path / "new")
    texts, media_ok = read(tmp_path / "new")
    assert len(texts) >= 10
    assert media_ok


def test_recordings_are_not_replaced_unless_said_so(life, run, tmp_path: Path) -> None:
    life.frame(1, "a page")
    run()
    life.frame(2, "since then")
    life.storage.close()
    with pytest.raises(BackupError, match="recordings"):
        restore(tmp_path / "backup", life.home)
    restore(tmp_path / "backup", life.home, replace=True)
    assert read(life.home) == ({"a page"}, True)
    assert (life.home / "daytrail.sqlite.before-restore").exists()


def test_a_damaged_backup_is_refused(life, run, tmp_path: Path) -> None:
    life.frame(1, "a page")
    run()
    with (tmp_path / "backup" / "daytrail.sqlite").open("r+b") as file:
        file.seek(5_000)
        file.write(b"damage")
    with pytest.raises(BackupError, match="damaged"):
        restore(tmp_path / "backup", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="no backup"):
        read_backup(tmp_path)
    (tmp_path / "backup.json").write_bytes(orjson.dumps({"kind": "other"}))
    with pytest.raises(BackupError, match="no backup"):
        restore(tmp_path, tmp_path / "new")


def test_media_gone_at_the_source_are_counted(life, run) -> None:
    [frame, *_] = life.frame(1, "a page")
    life.media.delete(frame.media)
    done = run()
    assert (done.media_files, done.media_missing) == (1, 1)


def test_packed_pictures_are_copied_as_they_are_kept(life, run, tmp_path: Path, clock) -> None:
    pictures = draw_screens(6)
    frames = [life.frame(minute, f"page {minute}", picture=picture)[0] for minute, picture in enumerate(pictures)]
    first = frames[0].media
    run()
    life.media.pack([Still(frame.media, frame.start_us) for frame in frames])
    run()  # the originals in the backup stay: they are better
    assert open_media(tmp_path / "backup" / "media").get(first) == pictures[0]
    run(tmp_path / "other")
    restore(tmp_path / "other", tmp_path / "new")
    assert read(tmp_path / "new") == ({f"page {minute}" for minute in range(6)}, True)
    media = open_media(tmp_path / "new" / "media")
    assert all(
        likeness_db(media.get(frame.media), picture) > 33 for frame, picture in zip(frames, pictures, strict=True)
    )


def test_a_forgotten_picture_leaves_the_video_in_the_backup_too(life, run, forgetter, tmp_path: Path) -> None:
    pictures = draw_screens(6)
    frames = [life.frame(minute, f"page {minute}", picture=picture)[0] for minute, picture in enumerate(pictures)]
    life.media.pack([Still(frame.media, frame.start_us) for frame in frames])
    run()
    [segment] = (tmp_path / "backup").rglob("*.stills.mkv")
    forgetter.forget(ForgetRequest(uids=(frames[2].uid,)))
    run()
    assert not segment.exists()
    copies = open_media(tmp_path / "backup" / "media")
    assert frames[2].media not in set(copies.addresses())
    assert likeness_db(copies.get(frames[3].media), pictures[3]) > 33


def test_everything_else_in_the_folder_comes_back_too(life, run, tmp_path: Path) -> None:
    files = {"config.toml": "[general]", "models/eyes/weights.bin": "0101", "archive/year=2026/events.parquet": "PAR1"}
    for name, content in files.items():
        path = life.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    for name in ("logs/daytrail.log", "exports/out.csv", "recorder.pid", "health.json", "daytrail.sqlite.before-0002"):
        path = life.home / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("of this computer")
    assert set(run().belongings) == set(files)
    new = tmp_path / "new"
    new.mkdir()
    (new / "config.toml").write_text("[mine]")
    restore(tmp_path / "backup", new)
    assert {name: (new / name).read_text() for name in files} == files
    assert (new / "config.toml.before-restore").read_text() == "[mine]"
    assert not (new / "logs").exists()


def test_what_left_the_folder_leaves_the_backup(life, run, tmp_path: Path) -> None:
    (life.home / "models").mkdir()
    (life.home / "models" / "old.bin").write_text("old")
    run()
    (life.home / "models" / "old.bin").unlink()
    assert run().belongings == {}
    assert not list((tmp_path / "backup").rglob("old.bin"))


def test_a_damaged_file_of_a_backup_is_refused_before_anything_is_changed(life, run, tmp_path: Path) -> None:
    (life.home / "config.toml").write_text("[general]")
    run()
    (tmp_path / "backup" / "home" / "config.toml").write_text("[other]")
    with pytest.raises(BackupError, match=r"config\.toml"):
        restore(tmp_path / "backup", tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_media_kept_elsewhere_are_put_back_there(life, run, tmp_path: Path) -> None:
    [frame, *_] = life.frame(1, "a page")
    run()
    bucket = open_media("memory://")
    stores = (open_media(tmp_path / "backup" / "media"), bucket)
    restore(tmp_path / "backup", tmp_path / "new", elsewhere=lambda: stores)
    assert bucket.get(frame.media) == b"a page"
    assert not (tmp_path / "new" / "media").exists()
    bucket.close()
