import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.demo.waiting import until
from capture.gate import GateState
from capture.health import SourceState, SourceUnavailableError
from capture.plugins.process import Declared
from capture.plugins.source import PluginSource
from storage.clock import SystemClock
from storage.topics import CLIPBOARD
from tests.data.plugin_recipes import PLACE, Odd, Steady
from tests.unit.capture.surroundings import Around


@pytest.fixture
def around(home_folder: Path) -> Iterator[Around]:
    around = Around(home_folder)
    yield around
    around.close()


def steady(**options: str) -> PluginSource:
    return PluginSource(Declared(Steady().spec, f"{PLACE}:Steady", options))


def running(source: PluginSource, around: Around) -> threading.Thread:
    thread = threading.Thread(target=source.run, args=(replace(around.context(), clock=SystemClock()),))
    thread.start()
    return thread


def stop(around: Around) -> None:
    around.stopped.set()
    around.wake.set()


def test_what_it_observes_is_kept_until_it_is_stopped(around: Around) -> None:
    thread = running(steady(), around)
    until(lambda: around.events(CLIPBOARD)[2:], "three events")
    stop(around)
    thread.join(60)

    assert not thread.is_alive()
    first = around.events(CLIPBOARD)[0]
    assert (first.text, first.data) == ("soup", {"characters": 4})
    assert first.end_us == first.start_us + 5
    assert first.media is not None
    assert around.media.path(first.media).read_bytes() == b"picture"
    assert around.status.health.state is SourceState.RECORDING
    assert around.status.health.detail == "a word"


def test_nothing_is_kept_once_it_is_paused(around: Around) -> None:
    thread = running(steady(), around)
    until(lambda: around.events(CLIPBOARD), "an event")
    around.gate.close(GateState.PAUSED)
    kept = len(around.events(CLIPBOARD))
    thread.join(60)

    assert not thread.is_alive()
    assert len(around.events(CLIPBOARD)) == kept


def test_a_topic_that_it_did_not_declare_is_refused(around: Around) -> None:
    thread = running(steady(topic="os.window.focus.raw"), around)
    until(lambda: "was not declared" in around.status.health.cause, "the refusal")
    stop(around)
    thread.join(60)

    assert around.status.health.cause == "Refused: the topic os.window.focus.raw was not declared."


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("raise", "failed (LookupError in plugin_recipes.py"),
        ("die", "ended unexpectedly (exit code 7)"),
        ("return", "stopped by itself"),
        ("connect", "needs the permission “network”"),
        ("write", "needs the permission “files”"),
        ("run", "needs the permission “programs”"),
        ("eat", "MemoryError"),
    ],
)
def test_one_that_misbehaves_is_told_in_a_sentence_and_nothing_of_its_content(
    around: Around, how: str, says: str
) -> None:
    source = PluginSource(Declared(Odd().spec, f"{PLACE}:Odd", {"how": how}))
    with pytest.raises(SourceUnavailableError) as caught:
        source.run(around.context())
    assert says in str(caught.value)
    assert "secret" not in str(caught.value)
    assert not Path("written-by-a-plugin").exists()


def test_one_that_hangs_is_ended(around: Around) -> None:
    source = PluginSource(Declared(Odd().spec, f"{PLACE}:Odd", {"how": "hang"}))
    thread = running(source, around)
    stop(around)
    thread.join(60)
    assert not thread.is_alive()
