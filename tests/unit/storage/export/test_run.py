from pathlib import Path

import pytest

from storage.export.format import Format
from storage.export.run import ExportCancelledError, Run
from storage.store import EventQuery, SearchQuery


def test_one_run_writes_and_the_same_once_more_keeps_it(shelf, tmp_path: Path) -> None:
    part = tmp_path / "part"
    part.mkdir()
    first = Run(shelf.store, shelf.media, part, EventQuery(), Format.PARQUET, with_media=True)
    first.write(None, lambda: False)
    seen: list[int] = []
    second = Run(shelf.store, shelf.media, part, EventQuery(), Format.PARQUET, with_media=True)
    second.write(seen.append, lambda: False)
    receipt = second.finish(tmp_path / "out", 1)
    assert (receipt.rows, receipt.kept, receipt.media_files, receipt.folder) == (7, 3, 1, tmp_path / "out")
    assert seen == []


def test_media_that_nothing_refers_to_any_more_do_not_come_along(shelf, tmp_path: Path) -> None:
    part = tmp_path / "part"
    part.mkdir()
    Run(shelf.store, shelf.media, part, EventQuery(), Format.CSV, with_media=True).write(None, lambda: False)
    (part / "media" / "ab").mkdir()
    (part / "media" / "ab" / "forgotten.webp").write_bytes(b"private")
    run = Run(shelf.store, shelf.media, part, EventQuery(), Format.CSV, with_media=True)
    run.write(None, lambda: False)
    run.finish(tmp_path / "out", 1)
    assert [path.read_bytes() for path in part.rglob("*.webp")] == [b"picture"]


def test_a_search_takes_media_along_and_can_be_cancelled(shelf, tmp_path: Path) -> None:
    part = tmp_path / "part"
    part.mkdir()
    run = Run(shelf.store, shelf.media, part, SearchQuery(words=("line",)), Format.JSONL, with_media=True)
    with pytest.raises(ExportCancelledError):
        run.write(None, lambda: True)
    run = Run(shelf.store, shelf.media, part, SearchQuery(words=("line",)), Format.JSONL, with_media=True)
    run.write(None, lambda: False)
    assert run.finish(tmp_path / "out", 1).rows == 6
