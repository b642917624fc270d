"""A store of each kind, for the suites that all of them pass."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.contract.stores import MEMBERS, Member, kinds
from tests.integration.postgres.servers import timescale_server


@pytest.fixture(autouse=True)
def available(request: pytest.FixtureRequest) -> None:
    if "timescale" in request.node.name and timescale_server() is None:
        pytest.skip("no node, or its registry cannot be reached")


@pytest.fixture(params=kinds)
def member(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Member]:
    with closing(MEMBERS[request.param](tmp_path / "store")) as opened:
        yield opened
