"""Short numbers for the names of topics and devices, remembered so that rows need no join."""

import threading
from collections.abc import Iterable

from storage.postgres.connections import Connection


class Names:
    """Names and numbers of one table (`topic` or `device`); they are never removed. Any thread may ask."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._ids: dict[str, int] = {}
        self._names: dict[int, str] = {}
        self._lock = threading.Lock()

    def load(self, connection: Connection) -> dict[str, int]:
        """Learn what the database knows and return the numbers by name."""
        ids: dict[str, int] = dict(connection.execute(f"SELECT name, id FROM {self._table}".encode()).fetchall())  # noqa: S608
        with self._lock:
            self._ids = ids
            self._names = {number: name for name, number in ids.items()}
        return ids

    def name(self, number: int, connection: Connection) -> str:
        """Return the name of a number, asking the database when another process may have added it."""
        if number not in self._names:
            self.load(connection)
        return self._names[number]

    def numbers(self, names: Iterable[str], connection: Connection) -> dict[str, int]:
        """Return the numbers of those names that the database has."""
        wanted = set(names)
        if not wanted <= self._ids.keys():
            self.load(connection)
        return {name: number for name, number in self._ids.items() if name in wanted}

    def all(self, connection: Connection) -> dict[str, int]:
        """Return all numbers by name as known now."""
        return self._ids or self.load(connection)
