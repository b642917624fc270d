import os
import signal
import sys
import threading
from multiprocessing import Pipe
from multiprocessing.connection import Connection

import pytest

from storage.child_process import ended, let_go, spawn


def end_when_told(pipe: Connection) -> None:
    pipe.send(getattr(sys.modules["__main__"], "__file__", None))
    try:
        pipe.recv()
    except EOFError:
        sys.exit(3)


def test_it_knows_nothing_of_the_main_module_and_says_how_it_ended() -> None:
    ours, theirs = Pipe()
    child = spawn(end_when_told, (theirs,), "child")
    theirs.close()
    assert ours.recv() is None
    assert not ended(child)
    ours.close()
    assert let_go(child) == 3


def test_starting_several_at_once_leaves_our_main_module_as_it_was() -> None:
    main, started = sys.modules["__main__"], []

    def start() -> None:
        ours, theirs = Pipe()
        started.append((spawn(end_when_told, (theirs,), "child"), ours))
        theirs.close()

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for child, ours in started:
        ours.close()
        assert ended(child, 60)
        let_go(child)
    assert sys.modules["__main__"] is main


@pytest.mark.skipif(sys.platform == "win32", reason="there nobody else can take it")
def test_an_exit_status_taken_by_somebody_else_does_not_keep_it_alive() -> None:
    ours, theirs = Pipe()
    child = spawn(end_when_told, (theirs,), "child")
    theirs.close()
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    os.waitpid(child.pid, 0)
    assert ended(child, 60)
    assert let_go(child) is None
    ours.close()
