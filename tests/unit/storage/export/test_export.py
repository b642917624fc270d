import json
import os
import subprocess
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from blake3 import blake3

from storage.export.check import check_export
from storage.export.export import export
from storage.export.format import Format
from storage.export.run import ExportCancelledError, ExportError
from storage.store import EventQuery, SearchQuery
from storage.topics import SCREEN

ALL = EventQuery()


@pytest.mark.parametrize("kind", [kind for kind in Format if kind.whole])
def test_every_file_is_listed_with_its_hash_and_only_the_owner_reads_it(shelf, tmp_path: Path, kind: Format) -> None:
    receipt = export(shelf.store, shelf.media, ALL, tmp_path / "out", kind)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["rows"] == receipt.rows == 7
    assert manifest["format"] == kind
    files = [path for path in (tmp_path / "out").rglob("*") if path.is_file() and path.name != "manifest.json"]
    assert {entry["path"] for entry in manifest["files"]} == {
        path.relative_to(tmp_path / "out").as_posix() for path in files
    }
    for entry in manifest["files"]:
        content = (tmp_path / "out" / entry["path"]).read_bytes()
        assert blake3(content).hexdigest() == entry["blake3"]
        assert len(content) == entry["bytes"]
    assert sum(entry["rows"] for entry in manifest["files"]) == 7
    assert receipt.files == len(files) + 1
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o700


def test_the_manifest_tells_units(shelf, tmp_path: Path) -> None:
    export(shelf.store, shelf.media, ALL, tmp_path / "out", Format.CSV)
    columns = json.loads((tmp_path / "out" / "manifest.json").read_text())["columns"]
    units = {column["name"]: column["unit"] for column in columns}
    assert units["start_us"] == "microseconds since 1970-01-01 UTC"


def test_only_what_was_asked_for(shelf, tmp_path: Path) -> None:
    query = EventQuery(topics=(SCREEN,), limit=1)
    assert export(shelf.store, shelf.media, query, tmp_path / "out", Format.JSONL).rows == 1
    everything = EventQuery(limit=1)
    assert export(shelf.store, shelf.media, everything, tmp_path / "all", Format.JSONL).rows == 7


@pytest.mark.parametrize("kind", [kind for kind in Format if kind.whole])
def test_what_a_search_finds_can_be_taken_along(shelf, tmp_path: Path, kind: Format) -> None:
    query = SearchQuery(words=("line",), excluded=("3",), zone=ZoneInfo("Europe/Berlin"))
    receipt = export(shelf.store, shelf.media, query, tmp_path / "out", kind)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert receipt.rows == manifest["rows"] == 5
    assert (manifest["query"]["words"], manifest["query"]["excluded"]) == (["line"], ["3"])
    assert check_export(tmp_path / "out").ok


def test_media_come_along_when_wanted(shelf, tmp_path: Path) -> None:
    receipt = export(shelf.store, shelf.media, ALL, tmp_path / "out", Format.CSV, with_media=True)
    assert (receipt.media_files, receipt.media_missing) == (1, 0)
    [picture] = (tmp_path / "out" / "media").rglob("*.webp")
    assert picture.read_bytes() == b"picture"


def test_media_that_are_gone_are_named(shelf, tmp_path: Path) -> None:
    [address] = list(shelf.media.addresses())
    shelf.media.delete(address)
    receipt = export(shelf.store, shelf.media, ALL, tmp_path / "out", Format.CSV, with_media=True)
    assert receipt.media_missing == 1
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["media_missing"] == [address]


def test_an_older_export_is_replaced_whole(shelf, tmp_path: Path) -> None:
    export(shelf.store, shelf.media, ALL, tmp_path / "out", Format.CSV)
    export(shelf.store, shelf.media, ALL, tmp_path / "out", Format.JSONL)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["events.jsonl", "manifest.json"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "media", "out"]


def test_an_empty_folder_is_taken_and_a_foreign_one_is_not(shelf, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert export(shelf.store, shelf.media, ALL, tmp_path / "empty", Format.CSV).rows == 7
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.odt").touch()
    with pytest.raises(ExportError, match="not empty"):
        export(shelf.store, shelf.media, ALL, tmp_path / "mine", Format.CSV)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.odt"]


@pytest.mark.parametrize("kind", list(Format))
def test_cancelling_leaves_nothing_and_keeps_the_older_export(shelf, tmp_path: Path, kind: Format) -> None:
    export(shelf.store, shelf.media, ALL, tmp_path / "out", Format.CSV)
    with pytest.raises(ExportCancelledError):
        export(shelf.store, shelf.media, ALL, tmp_path / "out", kind, cancelled=lambda: True)
    assert (tmp_path / "out" / "events.csv").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "media", "out"]


def test_progress_counts_events(shelf, tmp_path: Path) -> None:
    seen: list[int] = []
    export(shelf.store, shelf.media, ALL, tmp_path / "out", Format.CSV, progress=seen.append)
    assert seen[-1] == 7


@pytest.mark.parametrize("kind", list(Format))
def test_a_full_disk_is_said_and_leaves_nothing(shelf, tmp_path: Path, kind: Format) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(disk)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("mounting needs root")
    try:
        (disk / "filler").write_bytes(os.urandom(14_000))
        with pytest.raises(ExportError, match="no room"):
            export(shelf.store, shelf.media, ALL, disk / "out", kind)
        assert [path.name for path in disk.iterdir()] == ["filler"]
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_nothing_to_export_is_an_export_of_nothing(shelf, tmp_path: Path) -> None:
    for kind in Format:
        receipt = export(shelf.store, shelf.media, EventQuery(topics=("no.such",)), tmp_path / kind, kind)
        assert (receipt.rows, receipt.files) in ((0, 2), (0, 1))
