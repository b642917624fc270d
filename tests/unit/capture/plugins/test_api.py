"""Every field that a plugin may fill reaches what is kept; its processes are real."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from capture.plugins.api import Context, ImporterSpec, Observed, Read, RefusedError, SourceSpec
from capture.plugins.importer import PluginImporter
from capture.plugins.process import Declared
from capture.plugins.source import PluginSource
from capture.source import Draft
from storage.clock import SystemClock
from storage.events import Event, imported_uid
from storage.topics import CLIPBOARD
from tests.unit.capture.surroundings import Around

HERE = "tests.unit.capture.plugins.test_api"
OBSERVED = Observed(CLIPBOARD, 5, 9, {"characters": 4}, "soup", b"picture", "image/webp", 7)
READ = Read("first", CLIPBOARD, 5, 9, {"characters": 4}, "soup", "phone", -120, -3)


@dataclass(frozen=True, slots=True)
class Thorough:
    """Fills every field once, asks for what it must not, then ends."""

    @property
    def spec(self) -> SourceSpec:
        return SourceSpec("thorough", "Thorough", (CLIPBOARD,), 1)

    def run(self, context: Context) -> None:
        uid = context.keep(OBSERVED)
        assert uid is not None
        assert not context.extend("00" * 4, 10)
        try:
            context.keep(Observed("os.window.focus.raw", 1, 1))
        except RefusedError as error:
            context.recording(f"refused: {error}")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads one thing with every field."""

    @property
    def spec(self) -> ImporterSpec:
        return ImporterSpec("reader", "Reader", (CLIPBOARD,), 1)

    def recognises(self, path: Path) -> bool:
        return path.name == "whole"

    def count(self, path: Path) -> int | None:
        return None

    def read(self, path: Path) -> Iterator[Read]:
        yield READ


@pytest.fixture
def around(home_folder: Path) -> Iterator[Around]:
    around = Around(home_folder)
    yield around
    around.close()


def test_all_that_a_source_says_of_an_observation_is_kept(around: Around) -> None:
    source = PluginSource(Declared(Thorough().spec, f"{HERE}:Thorough", {}))

    with pytest.raises(Exception, match="stopped by itself"):
        source.run(around.context())

    (event,) = around.events(CLIPBOARD)
    assert (event.start_us, event.end_us, event.data) == (OBSERVED.start_us, OBSERVED.end_us, OBSERVED.data)
    assert (event.text, event.uncertainty_us) == (OBSERVED.text, OBSERVED.uncertainty_us)
    assert event.media is not None
    assert around.media.path(event.media).read_bytes() == OBSERVED.content
    assert event.media in around.media.path(event.media).name
    assert around.status.health.detail == "refused: the topic os.window.focus.raw was not declared"
    assert {each.name for each in fields(Observed)} == {each.name for each in fields(Draft)}


def test_all_that_an_importer_reads_is_in_the_event(tmp_path: Path) -> None:
    importer = PluginImporter(Declared(Reader().spec, f"{HERE}:Reader", {}), SystemClock(), "desk")

    ((event,),) = importer.read(tmp_path / "whole")

    assert event == Event(
        uid=imported_uid("reader", READ.key),
        topic=READ.topic,
        device=READ.device,
        start_us=READ.start_us,
        end_us=READ.end_us,
        received_us=event.received_us,
        tz_offset_min=READ.tz_offset_min,
        uncertainty_us=READ.uncertainty_us,
        text=READ.text,
        data=READ.data,
    )
    assert importer.recognises(tmp_path / "whole")
    assert importer.count(tmp_path / "whole") is None
