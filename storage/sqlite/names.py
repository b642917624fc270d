"""Short numbers for the names of topics and devices, remembered so that rows need no join."""

import threading

import apsw

from storage.sqlite.query import fetch_all


class Names:
    """Names and numbers of one table (`topic` or `device`); they are never removed. Any thread may ask."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._ids: dict[str, int] = {}
        self._names: dict[int, str] = {}
        self._lock = threading.Lock()

    @property
    def ids(self) -> dict[str, int]:
        """Numbers by name as known now; not to be changed."""
        return self._ids

    def load(self, connection: apsw.Connection) -> None:
        """Learn what the database knows."""
        rows = fetch_all(connection, f"SELECT id, name FROM {self._table}")  # noqa: S608  two fixed names
        with self._lock:
            self._ids = {name: number for number, name in rows}
            self._names = {number: name for number, name in rows}  # noqa: C416  typed

    def name(self, number: int, connection: apsw.Connection) -> str:
        """Return the name of a number, asking the database when another process may have added it."""
        found = self._names.get(number)
        if found is None:
            self.load(connection)
            found = self._names[number]
        return found

    def number(self, name: str, connection: apsw.Connection) -> int | None:
        """Return the number of a name, None when the database does not have it."""
        found = self._ids.get(name)
        if found is None:
            self.load(connection)
            found = self._ids.get(name)
        return found


def add_device(connection: apsw.Connection, name: str) -> None:
    """Give a device a number; inside a write transaction."""
    connection.execute("INSERT OR IGNORE INTO device (name) VALUES (?)", (name,))
