import pickle
from datetime import UTC, datetime
from pathlib import Path

from storage.sql.messages import Ask, Blame, Chunk, Failed, Setup, Source


def test_everything_that_is_said_comes_out_of_the_pipe_as_it_went_in() -> None:
    said = (
        Setup(Path("/home/me"), (Source("pg", "postgres", "postgresql://me@host/db", "hush"),), 512, 2, "UTC"),
        Ask(7, "SELECT $at", {"at": datetime(2026, 11, 21, tzinfo=UTC)}, 10),
        Chunk(b"\x00\x01", 1),
        Failed(Blame.REFUSED, "no", 1, 2, 3),
    )
    assert pickle.loads(pickle.dumps(said)) == said
    assert Setup(None, (), 1, 1, "") == Setup(None, (), 1, 1, ""), "equal setups share a process"
