import os
import signal
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

import psutil
import pytest

from processing.processor import ModelFile, Work
from processing.worker_main import Answer, Request, WorkerSetup, serve
from tests.data.observed import Place, page
from tests.unit.processing.recipes import Recipe


def start(setup: WorkerSetup) -> tuple[Connection, SpawnProcess]:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, setup), daemon=True)
    process.start()
    theirs.close()
    return ours, process


@pytest.fixture
def work(place: Place) -> tuple[Work, ...]:
    events = [place.frame(page(["a"]), title=title) for title in ("one", "two")]
    return tuple(Work(event, place.media.path(event.media or "")) for event in events)


def ask(pipe: Connection, request: Request) -> Answer:
    pipe.send(request)
    assert pipe.poll(60)
    answer = pipe.recv()
    assert isinstance(answer, Answer)
    return answer


def titled(work: tuple[Work, ...], title: str) -> tuple[Work, ...]:
    data = {**work[0].event.data, "title": title}
    return (Work(type(work[0].event)(work[0].event.uid, "device.video.screen.raw", "desk", 1, 1, 1, data=data), None),)


def test_answers_politely_and_with_one_thread(work: tuple[Work, ...]) -> None:
    pipe, process = start(WorkerSetup("test", 7, True, os.getpid()))

    answer = ask(pipe, Request(Recipe(), {}, work))

    assert [one[0].text for one in answer.results] == ["one with 1", "two with 1"]
    assert psutil.Process(process.pid).nice() == os.nice(0) + 7
    pipe.send_bytes(b"")  # what is no request ends it as well as a closed pipe does
    pipe.close()
    process.join(60)


def test_a_worker_does_not_see_ctrl_c(work: tuple[Work, ...]) -> None:
    pipe, process = start(WorkerSetup("test", 0, False, os.getpid()))
    ask(pipe, Request(Recipe(), {}))

    os.kill(process.pid or 0, signal.SIGINT)

    assert ask(pipe, Request(Recipe(), {}, work)).results
    pipe.close()
    process.join(60)
    assert process.exitcode == 0


def test_a_worker_of_a_dead_parent_ends_at_once() -> None:
    pipe, process = start(WorkerSetup("test", 0, False, parent=1))

    process.join(60)

    assert process.exitcode == 1
    pipe.close()


@pytest.mark.parametrize(
    ("title", "cause"),
    [("raise", "ValueError in recipes.py"), ("foreign", "ValueError in worker_main.py"), ("odd", "worker_main.py")],
)
def test_what_goes_wrong_is_told_without_the_content(work: tuple[Work, ...], title: str, cause: str) -> None:
    pipe, process = start(WorkerSetup("test", 0, False, os.getpid()))

    answer = ask(pipe, Request(Recipe(), {}, titled(work, title)))

    assert cause in answer.cause
    assert "secret" not in answer.cause
    assert "Traceback" in answer.traceback
    assert not answer.model_unavailable
    assert ask(pipe, Request(Recipe(), {}, work)).results, "the worker goes on"
    pipe.close()
    process.join(60)


@pytest.mark.parametrize(("name", "cause"), [("unloadable", "on holiday"), ("broken", "“tiny” in /nowhere")])
def test_a_model_that_does_not_load_is_no_fault_of_the_event(work: tuple[Work, ...], name: str, cause: str) -> None:
    pipe, process = start(WorkerSetup("test", 0, False, os.getpid()))

    answer = ask(pipe, Request(Recipe(name=name), {"x": ModelFile("tiny", "1", "x", Path("/nowhere"))}, work))

    assert answer.model_unavailable
    assert cause in answer.cause
    pipe.close()
    process.join(60)
