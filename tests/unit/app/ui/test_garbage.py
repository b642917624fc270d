"""Cyclic garbage goes in the main thread, and only there."""

import gc
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.ui.garbage import Garbage


class Knot:
    """Refers to itself; says in which thread it went."""

    def __init__(self, gone_in: list[str]) -> None:
        self.itself = self
        self._gone_in = gone_in

    def __del__(self) -> None:
        self._gone_in.append(threading.current_thread().name)


@pytest.fixture
def garbage(qtbot: QtBot) -> Iterator[Garbage]:
    garbage = Garbage()
    yield garbage
    garbage.stop()
    gc.disable()  # as the tests have it


def test_what_a_worker_leaves_is_collected_by_the_main_thread(garbage: Garbage, qtbot: QtBot) -> None:
    gone_in: list[str] = []

    def litter() -> None:
        for _ in range(5_000):
            Knot(gone_in)

    worker = threading.Thread(target=litter, name="litterer")
    worker.start()
    worker.join()
    assert gone_in == []
    qtbot.waitUntil(lambda: len(gone_in) == 5_000)
    assert set(gone_in) == {threading.main_thread().name}


def test_afterwards_python_collects_by_itself_again(garbage: Garbage) -> None:
    assert not gc.isenabled()
    garbage.stop()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0
