"""Which importer takes a file: ours before those of plugins, the first that knows it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from capture.importers import daytrail_export
from capture.importers.importer import IMPORTERS, recognise
from storage.events import Event


@dataclass(frozen=True)
class Greedy:
    """Takes everything for its own."""

    NAME: str = "everything"

    def recognises(self, path: Path) -> bool:
        return True

    def count(self, path: Path) -> int | None:
        return None

    def read(self, path: Path) -> Iterator[list[Event]]:
        return iter(())

    def media(self, path: Path) -> Iterator[Path]:
        return iter(())


def test_ours_are_asked_first_and_others_in_their_order(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "manifest.json").write_text('{"kind": "daytrail export", "format": "jsonl", "rows": 0, "files": []}')
    first, second = Greedy("first"), Greedy("second")

    assert recognise(own, [first]) is daytrail_export
    assert recognise(tmp_path, [first, second]) is first
    assert recognise(tmp_path) is None


@pytest.mark.parametrize("importer", IMPORTERS, ids=lambda one: one.NAME)
def test_each_has_a_name_and_knows_nothing_of_what_is_not_there(importer: object, tmp_path: Path) -> None:
    assert importer.NAME  # type: ignore[attr-defined]
    assert not importer.recognises(tmp_path / "absent")  # type: ignore[attr-defined]
