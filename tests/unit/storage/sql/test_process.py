import time

import pytest

from storage.sql.messages import Ask, Chunk, Done, Setup
from storage.sql.process import ProcessLostError, QueryProcess

SETUP = Setup(None, (), 256, 1, "UTC")
LONG = "SELECT count(*) FROM range(1000000000000)"


def test_it_answers_obeys_and_says_how_it_died() -> None:
    process = QueryProcess(SETUP)
    try:
        process.ask(Ask(1, "SELECT 1 AS one", {}, 10))
        said = [process.receive(None)]
        while not isinstance(said[-1], Done):
            said.append(process.receive(None))
        assert sum(message.rows for message in said if isinstance(message, Chunk)) == 1
        process.ask(Ask(2, LONG, {}, 10))
        process.cancel()
        assert process.cancelled
        while process.alive and not _ended(process):
            pass
        if not process.alive:
            return  # it did not obey in time on a busy computer, and was killed for it
        process.ask(Ask(3, LONG, {}, 10))
        process.kill()
        with pytest.raises(ProcessLostError, match="ended unexpectedly"):
            _receive_all(process)
    finally:
        process.close()


def _receive_all(process: QueryProcess) -> None:
    while True:
        process.receive(time.monotonic() + 60)


def _ended(process: QueryProcess) -> bool:
    try:
        return "cancelled" in str(getattr(process.receive(None), "message", ""))
    except ProcessLostError:
        return True
