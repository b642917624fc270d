"""A log of each kind."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.log import Log
from tests.contract.log.members import MEMBERS, Open, StandingClock


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture(params=sorted(MEMBERS))
def open_log(request: pytest.FixtureRequest, tmp_path: Path, clock: StandingClock) -> Iterator[Open]:
    """Opens the log of this test, again and again with the same content."""
    with closing(MEMBERS[request.param](tmp_path / "log", clock)) as member:
        yield member


@pytest.fixture
def log(open_log: Open) -> Log:
    return open_log()
