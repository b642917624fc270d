"""Work off the main thread: the newest question wins, answers come on the main thread."""

import logging
import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.ui.background import Background, explain
from storage.store import Stop, StoreError, StoreInterruptedError


@pytest.fixture
def pool() -> QThreadPool:
    made = QThreadPool()
    made.setMaxThreadCount(2)
    return made


def test_the_answer_comes_on_the_main_thread(qtbot: QtBot, pool: QThreadPool) -> None:
    threads: list[threading.Thread] = []
    background = Background(pool=pool)

    def work() -> int:
        threads.append(threading.current_thread())
        return 42

    answers: list[int] = []
    background.ask(work, lambda answer: (answers.append(answer), threads.append(threading.current_thread())))
    assert background.busy
    qtbot.waitUntil(lambda: not background.busy)
    assert answers == [42]
    assert threads[0] is not threading.main_thread()
    assert threads[1] is threading.main_thread()


def test_an_overtaken_answer_is_dropped(qtbot: QtBot, pool: QThreadPool) -> None:
    release = threading.Event()
    answers: list[str] = []
    background = Background(pool=pool)
    background.ask(lambda: release.wait(60) and "old", answers.append)
    background.ask(lambda: "new", answers.append)
    qtbot.waitUntil(lambda: answers == ["new"])
    release.set()
    assert pool.waitForDone(60_000)
    qtbot.waitUntil(lambda: not background.busy)
    assert answers == ["new"]


def test_ordered_questions_run_one_after_the_other_and_skip_those_overtaken(qtbot: QtBot, pool: QThreadPool) -> None:
    release, ran = threading.Event(), []
    answers: list[int] = []
    background = Background(ordered=True, pool=pool)
    background.ask(lambda: (release.wait(60), ran.append(1)), lambda _: answers.append(1))
    background.ask(lambda: ran.append(2), lambda _: answers.append(2))
    background.ask(lambda: ran.append(3), lambda _: answers.append(3))
    release.set()
    qtbot.waitUntil(lambda: answers == [3])
    assert ran == [1, 3]


def test_cancelled_questions_answer_nothing(qtbot: QtBot, pool: QThreadPool) -> None:
    answers: list[int] = []
    background = Background(pool=pool)
    background.ask(lambda: 1, answers.append)
    background.cancel()
    assert not background.busy
    assert pool.waitForDone(60_000)
    background.ask(lambda: 2, answers.append)
    qtbot.waitUntil(lambda: answers == [2])


def test_what_the_environment_did_is_told_and_not_logged(
    qtbot: QtBot, pool: QThreadPool, caplog: pytest.LogCaptureFixture
) -> None:
    errors: list[Exception] = []
    background = Background(pool=pool)

    def work() -> None:
        raise StoreError("the disk is gone")

    background.ask(work, lambda _: None, errors.append)
    qtbot.waitUntil(lambda: bool(errors))
    assert explain(errors[0]) == "the disk is gone"
    assert not caplog.records


def test_our_own_faults_are_logged_with_their_traceback(
    qtbot: QtBot, pool: QThreadPool, caplog: pytest.LogCaptureFixture
) -> None:
    errors: list[Exception] = []
    background = Background(pool=pool)
    with caplog.at_level(logging.ERROR):
        background.ask(lambda: 1 // 0, lambda _: None, errors.append)
        qtbot.waitUntil(lambda: bool(errors))
    assert "log says more" in explain(errors[0])
    assert caplog.records[0].exc_info


def test_a_read_that_took_too_long_is_not_passed_over_in_silence(qtbot: QtBot, pool: QThreadPool) -> None:
    errors: list[Exception] = []
    background = Background(pool=pool)

    def work() -> None:
        raise StoreInterruptedError("It took longer than 30 s; ask for less.")

    background.ask(work, lambda _: None, errors.append)
    qtbot.waitUntil(lambda: not background.busy)
    assert [explain(error) for error in errors] == ["It took longer than 30 s; ask for less."]


@pytest.mark.parametrize("ordered", [False, True])
def test_what_is_overtaken_is_told_so_and_makes_room(qtbot: QtBot, pool: QThreadPool, ordered: bool) -> None:
    pool.setMaxThreadCount(1)
    background, begun, ran = Background(ordered=ordered, pool=pool), threading.Event(), []
    answers: list[str] = []

    def until_dropped(dropped: Stop) -> str:
        begun.set()
        while not dropped():
            threading.Event().wait(0.005)
        ran.append("first")
        return "first"

    background.ask_for_now(until_dropped, answers.append, lambda _: answers.append("failed"))
    assert begun.wait(60)
    background.ask_for_now(lambda _: ran.append("second") or "second", answers.append)
    background.ask_for_now(lambda _: ran.append("third") or "third", answers.append)
    qtbot.waitUntil(lambda: answers == ["third"])
    assert ran == ["first", "third"]  # what had not begun never does
    background.ask_for_now(until_dropped, answers.append)
    background.cancel()
    assert pool.waitForDone(30_000)
    qtbot.waitUntil(lambda: background._running == 0)
    assert answers == ["third"]


def test_what_work_tells_arrives_on_the_main_thread_while_its_place_is_there(qtbot: QtBot, pool: QThreadPool) -> None:
    heard: list[tuple[int, threading.Thread]] = []
    background = Background(pool=pool)
    told = background.relay(lambda step: heard.append((step, threading.current_thread())))
    background.ask(lambda: told(1), lambda _: None)
    qtbot.waitUntil(lambda: heard == [(1, threading.main_thread())])
    delete(background)
    told(2)
    other = Background(pool=pool)
    last = other.relay(lambda step: heard.append((step, threading.current_thread())))
    last(3)
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert [step for step, _ in heard] == [1, 3]


LEAVING = """
import sys
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThreadPool
from app.ui.background import Background

application = QCoreApplication([])
sys.setswitchinterval(1e-6)
pool = QThreadPool.globalInstance()
pool.setMaxThreadCount(4)
for number in range(500):
    place = QObject()
    for _ in range(30):
        background = Background(place)
        told = background.relay(lambda step: None)
        background.ask(lambda told=told: told(1), lambda _: None)
    del background
    place.deleteLater()
    del place
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if number % 20 == 0:
        pool.waitForDone()
        application.processEvents()
pool.waitForDone()
"""


def test_a_place_may_go_while_its_answers_come() -> None:
    """Qt crashes where a worker speaks to what it is taking apart: hence a process of its own."""
    done = subprocess.run([sys.executable, "-c", LEAVING], capture_output=True, text=True, timeout=200)
    assert (done.returncode, done.stderr) == (0, "")
