"""A plugin's process from outside: real ones, which end as they like."""

import os
import select
from pathlib import Path

import psutil
import pytest

from app.demo.waiting import until
from capture.plugins.process import Declared, PluginLostError, PluginProcess
from capture.plugins.wire import Frame
from tests.data.plugin_recipes import PLACE, Lines, Odd


def importer() -> PluginProcess:
    return PluginProcess("importer", Declared(Lines().spec, f"{PLACE}:Lines", {}))


def answer(process: PluginProcess) -> Frame:
    assert select.select([process.descriptor], [], [], 60)[0], "it says nothing"
    return process.heard()[0]


def child(word: str) -> psutil.Process:
    """The process of ours that was started with this word, which has no words yet in its first moment."""

    def found() -> psutil.Process | None:
        children = (one for one in psutil.Process().children() if one.status() != psutil.STATUS_ZOMBIE)
        return next((one for one in children if word in one.cmdline()), None)

    return until(found, f"a process of {word}")


def test_it_answers_what_it_is_asked_and_is_gone_afterwards(tmp_path: Path) -> None:
    (tmp_path / "menu").write_text("soup\nrice\n")
    with importer() as process:
        process.send(do="count", path=str(tmp_path / "menu"))
        assert answer(process).says == {"answer": 2}
        started = child("capture.plugins.child")

    assert not started.is_running()


def test_how_it_ended_is_told(tmp_path: Path) -> None:
    (tmp_path / "menu").write_text("soup\ndie\n")
    with importer() as process:
        process.send(do="read", path=str(tmp_path / "menu"))
        with pytest.raises(PluginLostError, match=r"Lines of soup ended unexpectedly \(exit code 9\)"):
            answer(process)
        process.send(do="count", path="nobody listens any more")


def test_one_that_hangs_is_killed_when_it_should_end() -> None:
    process = PluginProcess("source", Declared(Odd().spec, f"{PLACE}:Odd", {"how": "hang"}))
    started = child("source")

    process.end()

    assert not started.is_running()
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(process.descriptor)
