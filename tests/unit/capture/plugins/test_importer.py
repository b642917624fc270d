from pathlib import Path

import pytest

from capture.importers.errors import ImportFormatError
from capture.plugins.importer import PluginImporter
from capture.plugins.process import Declared
from storage.clock import SystemClock
from storage.events import imported_uid
from storage.topics import CLIPBOARD
from tests.data.plugin_recipes import PLACE, Lines


@pytest.fixture
def importer() -> PluginImporter:
    return PluginImporter(Declared(Lines().spec, f"{PLACE}:Lines", {}), SystemClock(), "desk")


def test_lines_become_events_with_the_same_identity_each_time(importer: PluginImporter, tmp_path: Path) -> None:
    path = tmp_path / "menu"
    path.write_text("soup\nrice\n")

    assert importer.recognises(path)
    assert importer.count(path) == 2
    ((soup, rice),) = importer.read(path)

    assert (soup.uid, soup.topic, soup.device) == (imported_uid("lines", "soup"), CLIPBOARD, "desk")
    assert (rice.text, rice.data) == ("rice", {"characters": 4})
    assert list(importer.media(path)) == []


def test_a_large_file_comes_in_batches(importer: PluginImporter, tmp_path: Path) -> None:
    path = tmp_path / "menu"
    path.write_text("\n".join(["soup", *(str(number) for number in range(1_200))]))
    assert [len(batch) for batch in importer.read(path)] == [500, 500, 201]


def test_what_cannot_be_read_is_told_and_what_came_before_is_there(importer: PluginImporter, tmp_path: Path) -> None:
    path = tmp_path / "menu"
    path.write_text("soup\nbad\n")
    batches = importer.read(path)
    assert [event.text for event in next(batches)] == ["soup"]
    with pytest.raises(ImportFormatError, match="Line 2 is bad"):
        next(batches)


@pytest.mark.parametrize(("line", "says"), [("die", "exit code 9"), ("foreign", "was not declared")])
def test_one_that_misbehaves_is_told(importer: PluginImporter, tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "menu"
    path.write_text(f"soup\n{line}\n")
    with pytest.raises(ImportFormatError, match=says):
        list(importer.read(path))


def test_one_that_fails_over_a_file_does_not_know_it(importer: PluginImporter, tmp_path: Path) -> None:
    assert not importer.recognises(tmp_path / "absent")
