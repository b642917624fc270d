"""Reads events out of our database as Arrow tables, with the one SQLite library that may open it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import apsw
import numpy as np
import pyarrow as pa

from storage.sqlite.database import connect_reader, database_path

SCHEMA: Final = pa.schema(
    [
        ("key", pa.int64()),
        ("uid", pa.binary()),
        ("topic", pa.string()),
        ("device", pa.string()),
        ("start_ts", pa.timestamp("us", tz="UTC")),
        ("end_ts", pa.timestamp("us", tz="UTC")),
        ("received_ts", pa.timestamp("us", tz="UTC")),
        ("tz_offset_min", pa.int32()),
        ("uncertainty_us", pa.int64()),
        ("text", pa.string()),
        ("data", pa.string()),
        ("media", pa.binary()),
        ("parent", pa.binary()),
    ]
)
_SELECT: Final = (
    "SELECT key, uid, topic, device, start_us, end_us, received_us, tz_offset_min, uncertainty_us, text, data, media, "
    "parent FROM event WHERE "
)
_NAMES: Final = {2: "topic", 3: "device"}
_STEPS: Final = 50_000
_CHUNK: Final = 900


class Rows:
    """A connection for reading our database. One thread reads; `stopped` is asked now and then by SQLite."""

    def __init__(self, home: Path, stopped: Callable[[], bool]) -> None:
        self._connection = connect_reader(database_path(home))
        self._connection.set_progress_handler(stopped, _STEPS)

    @contextmanager
    def snapshot(self) -> Iterator["Snapshot"]:
        """Read one moment; short, so that the write-ahead log can be folded back."""
        self._connection.execute("BEGIN")
        try:
            yield Snapshot(self._connection)
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def version(self) -> int:
        """Return a number that changes with every commit of others."""
        return int(self._connection.pragma("data_version"))

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


class Snapshot:
    """One moment of the database."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self.head = int(
            connection.execute(
                "SELECT max(coalesce((SELECT max(key) FROM event), 0), coalesce((SELECT max(offset) FROM change), 0))"
            ).get
        )

    def between(self, first: int, last: int) -> pa.Table:
        """Return the events with `first <= key < last`."""
        return self._table("key >= ? AND key < ?", (first, last))

    def of_keys(self, keys: Sequence[int]) -> pa.Table:
        """Return the events of these keys that are there."""
        parts = [
            self._table(f"key IN ({','.join('?' * len(chunk))})", tuple(chunk))
            for chunk in (keys[at : at + _CHUNK] for at in range(0, len(keys), _CHUNK))
        ]
        return pa.concat_tables(parts) if parts else SCHEMA.empty_table()

    def extended(self, after: int) -> set[int]:
        """Return the keys of events that were extended after an offset."""
        return {
            key
            for (key,) in self._connection.execute(
                "SELECT DISTINCT event.key FROM change JOIN event ON event.uid = change.uid "
                "WHERE change.kind = 1 AND change.offset > ?",
                (after,),
            )
        }

    def deleted(self, after: int) -> list[bytes]:
        """Return the uids of events that were deleted after an offset."""
        rows = self._connection.execute("SELECT uid FROM change WHERE kind = 2 AND offset > ?", (after,))
        return [uid for (uid,) in rows]

    def holds(self, samples: Iterable[tuple[int, str]]) -> bool:
        """Tell whether no event of these keys has another uid than given here."""
        for key, uid in samples:
            found = self._connection.execute("SELECT uid FROM event WHERE key = ?", (key,)).get
            if found is not None and found.hex() != uid:
                return False
        return True

    def _table(self, condition: str, values: tuple[int, ...]) -> pa.Table:
        rows = self._connection.execute(_SELECT + condition, values).fetchall()
        if not rows:
            return SCHEMA.empty_table()
        columns = list(zip(*rows, strict=True))
        return pa.table(
            [self._array(index, field, columns[index]) for index, field in enumerate(SCHEMA)], schema=SCHEMA
        )

    def _array(self, index: int, field: pa.Field, values: tuple[Any, ...]) -> pa.Array:
        if index in _NAMES:
            return self._named(_NAMES[index], values)
        if pa.types.is_timestamp(field.type):
            return pa.array(np.array(values, dtype=np.int64)).view(field.type)
        return pa.array(values, type=field.type)

    def _named(self, table: str, numbers: tuple[int, ...]) -> pa.Array:
        rows = self._connection.execute(f"SELECT id, name FROM {table}").fetchall()  # noqa: S608  two fixed names
        names: dict[Any, Any] = {number: name for number, name in rows}  # noqa: C416  typed
        used = sorted(set(numbers))
        places = {number: place for place, number in enumerate(used)}
        indices = pa.array([places[number] for number in numbers], type=pa.int32())
        return pa.DictionaryArray.from_arrays(indices, pa.array([names[number] for number in used])).cast(pa.string())
