import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from processing.processor import Work
from processing.worker_main import Request
from processing.worker_process import WorkerLostError, WorkerProcess
from storage.confinement import Limits
from storage.events import Event, new_uid
from tests.data.observed import until
from tests.unit.processing.recipes import Recipe


@pytest.fixture
def worker() -> Iterator[WorkerProcess]:
    one = WorkerProcess("test", 0, False)
    yield one
    one.leave()


def request(title: str) -> Request:
    event = Event(new_uid(), "device.video.screen.raw", "desk", 1, 1, 1, data={"title": title})
    return Request(Recipe(), {}, (Work(event, None),))


def test_starts_with_the_first_request_and_stays(worker: WorkerProcess) -> None:
    assert worker.pid is None

    assert worker.ask(request("a"), 60).results[0][0].text == "a with 1"
    first = worker.pid
    assert worker.ask(request("b"), 60).results[0][0].text == "b with 1"

    assert worker.pid == first


def test_leaving_ends_the_process_and_a_new_request_starts_another(worker: WorkerProcess) -> None:
    worker.ask(request("a"), 60)
    first = worker.pid

    worker.leave()

    assert worker.pid is None
    assert first is not None
    assert not psutil.pid_exists(first)
    assert worker.ask(request("a"), 60).results
    assert worker.pid != first


@pytest.mark.parametrize(("title", "how"), [("die", "signal 9"), ("leave", "exit code 0")])
def test_a_death_is_told_and_the_next_request_served(worker: WorkerProcess, title: str, how: str) -> None:
    with pytest.raises(WorkerLostError, match=how):
        worker.ask(request(title), 60)

    assert worker.ask(request("a"), 60).results


def taken_by_somebody_else(worker: WorkerProcess) -> None:
    """End the worker and take its exit status, as a careless library in the same process may."""
    assert worker.pid is not None
    os.kill(worker.pid, signal.SIGKILL)
    os.waitpid(worker.pid, 0)


def test_leaving_does_not_mind_who_took_the_exit_status(worker: WorkerProcess) -> None:
    worker.ask(request("a"), 60)
    taken_by_somebody_else(worker)

    worker.leave()

    assert worker.pid is None
    assert worker.ask(request("b"), 60).results


def test_a_death_is_told_although_somebody_else_took_the_exit_status(worker: WorkerProcess) -> None:
    worker.ask(request("a"), 60)
    taken_by_somebody_else(worker)

    with pytest.raises(WorkerLostError, match="died"):
        worker.ask(request("b"), 60)

    assert worker.ask(request("c"), 60).results


def test_a_hung_worker_is_killed_and_replaced(worker: WorkerProcess) -> None:
    worker.ask(request("a"), 60)
    first = worker.pid
    assert first is not None

    with pytest.raises(WorkerLostError, match="did not answer within 1 s"):
        worker.ask(request("hang"), 1)

    assert not psutil.pid_exists(first)
    assert worker.ask(request("a"), 60).results


def test_killing_from_another_thread_frees_the_one_that_waits(worker: WorkerProcess) -> None:
    asking = threading.Event()

    def ask() -> None:
        worker.ask(request("a"), 60)
        asking.set()
        worker.ask(request("hang"), 600)

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(ask)
        asking.wait()
        until(lambda: worker.pid is not None)
        worker.kill()
        with pytest.raises(WorkerLostError):
            waiting.result(30)


def test_the_child_imports_neither_database_nor_tests_main(worker: WorkerProcess) -> None:
    worker.ask(request("a"), 60)

    paths = {one.path for one in psutil.Process(worker.pid).memory_maps()}

    assert not [path for path in paths if "apsw" in path or "PySide6" in path]


def test_foreign_code_may_answer_with_results_and_nothing_that_runs_code_here() -> None:
    confined = WorkerProcess("test", 0, False, Limits(512, 256, True))
    try:
        assert confined.ask(request("a"), 60).results[0][0].text == "a with 1"
        with pytest.raises(WorkerLostError, match="may not be in an answer"):
            confined.ask(request("trap"), 60)
        assert confined.ask(request("b"), 60).results
    finally:
        confined.leave()
