"""A package's processor runs in the worker and nowhere else, within what it declares."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from processing.plugin import PluginProcessor
from processing.processor import ProcessorSpec, Work
from processing.worker_main import Request
from processing.worker_process import WorkerProcess
from storage.confinement import Limits
from storage.events import Event, new_uid

SOURCE = """
from dataclasses import dataclass
from processing.processor import Derived, ProcessorSpec

try:
    open("written-by-a-plugin", "w")
    refused = False
except PermissionError:
    refused = True

@dataclass(frozen=True)
class Nose:
    @property
    def spec(self):
        return ProcessorSpec("nose", "Nose", "1", ("a.b.c.d",), ("a.b.c.e",), "nose", api=1)

    def load(self, models):
        return "smells of"

    def derive(self, work, model):
        return [(Derived("a.b.c.e", 1, 1, text=f"{model} {one.event.text}, refused: {refused}"),) for one in work]
"""


@pytest.fixture
def worker() -> Iterator[WorkerProcess]:
    one = WorkerProcess("test", 0, False, Limits(1024, 256, True))
    yield one
    one.leave()


def test_it_is_imported_in_the_worker_alone_which_is_confined_by_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, worker: WorkerProcess
) -> None:
    (tmp_path / "nose_of_a_plugin.py").write_text(SOURCE)
    monkeypatch.syspath_prepend(tmp_path)
    declared = ProcessorSpec("nose", "Nose", "1", ("a.b.c.d",), ("a.b.c.e",), "nose", api=1)
    processor = PluginProcessor("nose_of_a_plugin:Nose", declared)
    event = Event(new_uid(), "a.b.c.d", "desk", 1, 1, 1, text="soup")

    answer = worker.ask(Request(processor, {}, (Work(event, None),)), 60)

    assert answer.cause == ""
    assert answer.results[0][0].text == "smells of soup, refused: True"
    assert "nose_of_a_plugin" not in sys.modules
    assert not Path("written-by-a-plugin").exists()


def test_the_same_place_and_declaration_are_the_same_processor() -> None:
    declared = ProcessorSpec("nose", "Nose", "1", (), (), "nose")

    assert PluginProcessor("a:B", declared) == PluginProcessor("a:B", declared)
    assert len({PluginProcessor("a:B", declared), PluginProcessor("a:C", declared)}) == 2
