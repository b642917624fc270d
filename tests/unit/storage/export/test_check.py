from pathlib import Path

import pytest

from storage.export.check import check_export
from storage.export.export import export
from storage.export.format import Format
from storage.export.run import ExportError
from storage.store import EventQuery


def test_what_is_missing_changed_or_added_is_named(shelf, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(shelf.store, shelf.media, EventQuery(), out, Format.PARQUET)
    assert check_export(out).ok
    first, *others = sorted(out.rglob("*.parquet"))
    first.write_bytes(first.read_bytes()[:-1] + b"x")
    (out / "more.txt").write_text("x")
    found = check_export(out)
    assert not found.ok
    assert found.changed == (first.relative_to(out).as_posix(),)
    assert found.unknown == ("more.txt",)
    first.unlink()
    assert check_export(out).missing == (first.relative_to(out).as_posix(),)
    assert check_export(out).files == 1 + len(others)


def test_a_folder_without_a_manifest_is_no_export(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no readable manifest"):
        check_export(tmp_path)
