"""Reads off the main thread: the newest question wins, errors are told, the thread ends."""

import logging
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.ui.timeline.worker import Worker
from storage.store import StoreError, StoreInterruptedError


@pytest.fixture
def worker(qtbot: QtBot) -> Iterator[Worker]:
    made = Worker("test-worker")
    yield made
    made.stop()


def test_of_many_questions_only_the_newest_is_answered(worker: Worker, qtbot: QtBot) -> None:
    begin, answers = threading.Event(), []
    worker.answered.connect(lambda name, answer: answers.append((name, answer)))
    worker.ask("block", lambda: begin.wait(60))
    for number in range(50):
        worker.ask("tile", lambda number=number: number)
    begin.set()
    qtbot.waitUntil(lambda: ("tile", 49) in answers)
    assert [answer for name, answer in answers if name == "tile"] == [49]


def test_questions_of_different_names_do_not_replace_each_other(worker: Worker, qtbot: QtBot) -> None:
    answers = []
    worker.answered.connect(lambda name, _: answers.append(name))
    for name in ("a", "b", "c"):
        worker.ask(name, lambda: None)
    qtbot.waitUntil(lambda: sorted(answers) == ["a", "b", "c"])


def test_answers_arrive_on_the_main_thread(worker: Worker, qtbot: QtBot) -> None:
    threads = []
    worker.answered.connect(lambda *_: threads.append(threading.current_thread()))
    with qtbot.waitSignal(worker.answered):
        worker.ask("x", threading.get_ident)
    assert threads == [threading.main_thread()]


def test_an_error_is_told_and_logged_and_the_next_question_is_answered(
    worker: Worker, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise StoreError("The disk went away.")

    with caplog.at_level(logging.ERROR), qtbot.waitSignal(worker.failed) as caught:
        worker.ask("x", fail)
    assert caught.args == ["x", "The disk went away."]
    assert "StoreError" in caplog.text
    with qtbot.waitSignal(worker.answered):
        worker.ask("x", lambda: 1)


def test_an_interrupted_read_says_nothing(worker: Worker, qtbot: QtBot) -> None:
    told = []
    worker.failed.connect(lambda *_: told.append(1))

    def interrupted() -> None:
        raise StoreInterruptedError("stopped")

    worker.ask("x", interrupted)
    with qtbot.waitSignal(worker.answered):
        worker.ask("y", lambda: 1)
    assert not told


def test_it_is_idle_when_nothing_waits(worker: Worker, qtbot: QtBot) -> None:
    hold = threading.Event()
    worker.ask("x", lambda: hold.wait(60))
    assert not worker.idle()
    hold.set()
    qtbot.waitUntil(worker.idle)


def test_a_stopped_worker_answers_nothing_more(qtbot: QtBot) -> None:
    made, hold, told = Worker("short"), threading.Event(), []
    made.answered.connect(lambda *_: told.append(1))
    made.ask("x", lambda: hold.wait(60))
    hold.set()
    made.stop()
    qtbot.wait(0)
    assert made.idle() or not told
