"""The stores that the contract holds to the same answers, each with the log that fills it."""

from pathlib import Path
from typing import Protocol

import pytest

from storage.clock import SystemClock
from storage.log import Log
from storage.sqlite.fulltext import FulltextIndexer
from storage.sqlite.open import SqliteStorage, open_sqlite
from storage.store import Store
from tests.integration.postgres.member import PostgresMember, TimescaleMember


class Member(Protocol):
    """A store with the log that fills it. `settle` lets it do now what it does in the background."""

    @property
    def log(self) -> Log: ...
    @property
    def store(self) -> Store: ...
    def settle(self) -> None: ...
    def close(self) -> None: ...


class _Sqlite:
    def __init__(self, folder: Path) -> None:
        self._storage: SqliteStorage = open_sqlite(folder, clock=SystemClock())
        self.log, self.store = self._storage.log, self._storage.store
        self._indexer = FulltextIndexer(self._storage.writer, self._storage.readers, self.log)

    def settle(self) -> None:
        assert self._storage.folder is not None
        self._storage.folder.fold()
        self._indexer.catch_up()

    def close(self) -> None:
        self._storage.close()


MEMBERS = {"sqlite": _Sqlite, "postgres": PostgresMember, "timescale": TimescaleMember}
SLOW = {"timescale"}
HISTORIES = {"sqlite": 20, "postgres": 6, "timescale": 6}
"""How many histories are tried on each; a server takes a second for one."""
kinds = [pytest.param(kind, marks=pytest.mark.slow if kind in SLOW else ()) for kind in sorted(MEMBERS)]
everywhere = pytest.mark.parametrize("kind", kinds)
