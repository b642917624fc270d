"""The verb itself: what is told, what is counted, in which order things are kept."""

import json
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from app.cli import import_
from app.home import open_home
from app.settings import Settings
from capture.importers.errors import ImportFormatError
from capture.plugins import loading
from storage.clock import SystemClock
from storage.objects.address import address_of
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from storage.store import EventQuery
from tests.data.plugin_recipes import PLACE

PICTURE = b"a picture"


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch, home_folder: Path) -> typer.Typer:
    monkeypatch.setattr(import_, "begin", lambda: (open_home(home_folder), Settings()))  # the test's log stays its own
    point = EntryPoint("lines", f"{PLACE}:Lines", loading.IMPORTERS)
    monkeypatch.setattr(loading, "entry_points", lambda group: [point] if group == point.group else [])
    made = typer.Typer()
    made.callback()(lambda: None)
    import_.add_to(made)
    return made


def taken(cli: typer.Typer, *words: str) -> Result:
    return CliRunner().invoke(cli, ["import", *words])


def export_of(folder: Path, *rows: dict[str, object]) -> Path:
    """An export as Daytrail writes it, with a picture and a file that is none of ours."""
    folder.mkdir()
    (folder / "events.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    files = [{"path": "events.jsonl"}]
    manifest = {"kind": "daytrail export", "format": "jsonl", "rows": len(rows), "files": files}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    (folder / "media").mkdir()
    (folder / "media" / f"{address_of(PICTURE)}.webp").write_bytes(PICTURE)
    (folder / "media" / "holiday.jpg").write_bytes(b"somebody else's")
    return folder


def row(number: int, **changes: object) -> dict[str, object]:
    whole: dict[str, object] = {
        "uid": bytes([number] * 16).hex(),
        "topic": "digital.clipboard.text.raw",
        "device": "desk",
        "start_us": number,
        "end_us": number,
        "received_us": number,
        "tz_offset_min": None,
        "uncertainty_us": 0,
        "text": f"soup {number}",
        "data": {"characters": 6},
        "media": None,
        "parent": None,
    }
    return {**whole, **changes}


def kept(home: Path) -> list[str | None]:
    storage = open_sqlite(home, clock=SystemClock(), read_only=True)
    try:
        return [event.text for event in storage.store.events(EventQuery())]
    finally:
        storage.close()


def test_what_was_added_known_and_refused_is_told(cli: typer.Typer, tmp_path: Path, home_folder: Path) -> None:
    folder = export_of(tmp_path / "out", row(1), row(2), row(3, topic="no.such.topic.raw"))

    first, second = taken(cli, str(folder)), taken(cli, str(folder), "--json")

    assert first.exit_code == 0, first.output
    assert "2 events added, 0 were there already, 1 pictures and sounds." in first.stdout
    assert "1 do not match their topic" in first.stderr
    told = json.loads(second.stdout)
    assert (told["kind"], told["added"], told["known"], told["rejected"]) == ("Daytrail export", 0, 2, 1)
    assert kept(home_folder) == ["soup 1", "soup 2"]
    media = open_media(home_folder / "media")
    assert media.get(address_of(PICTURE)) == PICTURE
    media.close()


def test_a_plugins_importer_is_asked_after_our_own(cli: typer.Typer, tmp_path: Path, home_folder: Path) -> None:
    (tmp_path / "menu").write_text("soup\nrice\n")

    assert json.loads(taken(cli, str(tmp_path / "menu"), "--json").stdout)["kind"] == "Lines of soup"
    assert sorted(map(str, kept(home_folder))) == ["rice", "soup"]


def test_what_nobody_knows_is_refused_with_all_kinds_there_are(
    cli: typer.Typer, tmp_path: Path, home_folder: Path
) -> None:
    (tmp_path / "letter").write_text("dear aunt")

    refused = taken(cli, str(tmp_path / "letter"))

    assert isinstance(refused.exception, ImportFormatError)
    assert "Daytrail; Lines of soup." in str(refused.exception)
    assert not (home_folder / "daytrail.sqlite").exists(), "nothing is made for a mistake"


def test_what_came_before_a_broken_row_stays(
    cli: typer.Typer, tmp_path: Path, home_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("capture.importers.daytrail_export._BATCH", 1)
    folder = export_of(tmp_path / "out", row(1), {"uid": "zz"}, row(3))

    broken = taken(cli, str(folder))

    assert isinstance(broken.exception, ImportFormatError)
    assert "Row 2 of" in str(broken.exception)
    assert kept(home_folder) == ["soup 1"]
