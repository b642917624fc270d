"""What was exported comes back event for event, whatever its fields hold."""

from pathlib import Path

import pytest

from capture.importers import daytrail_export
from capture.importers.errors import ImportFormatError
from capture.importers.importer import recognise
from storage.clock import SystemClock
from storage.events import Event
from storage.export.export import export
from storage.export.format import Format
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from storage.store import EventQuery
from tests.bench import storage_mix as mix


def _all(storage: object) -> list[Event]:
    return [event for batch in storage.store.scan(EventQuery()) for event in batch]  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", [Format.PARQUET, Format.JSONL])
def test_an_empty_store_gets_the_same_events(tmp_path: Path, kind: Format) -> None:
    topics = mix.topics()
    first = open_sqlite(tmp_path / "a", clock=SystemClock(), topics=topics)
    media = open_media(tmp_path / "media")
    odd = Event(
        bytes(range(16)), "digital.clipboard.text.raw", "büro", -5, -5, 7, None, -1, 'a "b"\n,ü', {"characters": 3}
    )
    first.log.append([odd, *mix.events(3_000, 2 * mix.DAY_US)])
    export(first.store, media, EventQuery(), tmp_path / "out", kind)
    assert recognise(tmp_path / "out") is daytrail_export
    assert daytrail_export.count(tmp_path / "out") == 3_001
    second = open_sqlite(tmp_path / "b", clock=SystemClock(), topics=topics)
    for _ in range(2):
        for batch in daytrail_export.read(tmp_path / "out"):
            second.log.append(batch)
    assert _all(second) == _all(first)
    first.close()
    second.close()
    media.close()


def test_what_is_no_export_is_not_recognised(tmp_path: Path) -> None:
    assert recognise(tmp_path) is None
    (tmp_path / "manifest.json").write_text('{"kind": "something else"}')
    assert recognise(tmp_path) is None


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(
        '{"kind": "daytrail export", "format": "jsonl", "rows": 1, "files": [{"path": "events.jsonl"}]}'
    )
    (tmp_path / "events.jsonl").write_text('{"uid": "zz"}\n')
    with pytest.raises(ImportFormatError, match="Row 1 of .*events.jsonl"):
        list(daytrail_export.read(tmp_path))
