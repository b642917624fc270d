"""Reads the entries of a SQLite log from any offset, without a consumer group, so that nothing is written there."""

from storage.log import Batch
from storage.sqlite.appending import head
from storage.sqlite.consumers import EntryReader, Group
from storage.sqlite.names import Names
from storage.sqlite.open import SqliteStorage
from storage.sqlite.rows import RowReader

_NOBODY = "\0"
"""Name of a group that cannot be: none of its entries has ever failed."""


class LogSource:
    """The entries of an open data folder, which may be read-only and recorded into meanwhile."""

    def __init__(self, storage: SqliteStorage) -> None:
        self._storage = storage
        self._topics = Names("topic")
        self._entries = EntryReader(self._topics, RowReader(self._topics, Names("device")), {})

    @property
    def name(self) -> str:
        """What a target remembers its position by."""
        return f"sqlite:{self._storage.path.resolve()}"

    def head(self) -> int:
        """Return the offset of the newest entry."""
        with self._storage.readers.lend() as connection:
            return head(connection)

    def read(self, offset: int, limit: int) -> Batch:
        """Return up to `limit` entries after an offset, and the offset they reach to."""
        with self._storage.readers.lend() as connection:
            self._topics.load(connection)
            everything = Group(_NOBODY, ("*",), offset, None)
            return self._entries.next(connection, everything, offset, limit, 0).batch
