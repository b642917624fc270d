import threading
from collections.abc import Iterator

import pytest

from storage.sql.engine import QueryError
from storage.sql.messages import Setup
from storage.sql.pool import ProcessPool

SETUP = Setup(None, (), 256, 1, "UTC")


@pytest.fixture
def pool() -> Iterator[ProcessPool]:
    made = ProcessPool()
    yield made
    made.close()


def test_a_process_is_used_again_by_those_who_reach_the_same(pool: ProcessPool) -> None:
    with pool.lend(SETUP) as first:
        pid = first.pid
        with pool.lend(SETUP) as second:
            assert second.pid != pid, "one statement has one to itself"
    with pool.lend(SETUP) as again:
        assert again.pid == second.pid or again.pid == pid
    assert pool.number() < pool.number()


def test_a_dead_process_is_not_lent_again(pool: ProcessPool) -> None:
    with pool.lend(SETUP) as process:
        dead = process.pid
        process.kill()
    with pool.lend(SETUP) as other:
        assert other.pid != dead
        assert other.alive


def test_when_it_is_closed_nothing_is_lent_and_what_was_lent_ends() -> None:
    pool = ProcessPool()
    with pool.lend(SETUP) as process:
        closing = threading.Thread(target=pool.close)
        closing.start()
        closing.join()
    with pytest.raises(QueryError, match="closed"), pool.lend(SETUP):
        pass
    assert not pool._idle and process not in pool._lent
