"""The catalog `live`: keeps the relation of all events up to date before a statement, with the typed views over it.

Events lie in segments (Parquet, written here when 65,536 offsets are full) and, what is newer or has changed since, in
a table in memory that is read from the log. So a statement sees every event that was appended before it began.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa

from storage.sql import columns
from storage.sql.child.rows import Rows, Snapshot
from storage.sql.child.segments import Segments, State
from storage.sql.messages import Step
from storage.sql.view import select
from storage.sql.views import VIEWS

EVENT: Final = "store.main.event"
_TAIL: Final = "store.main.tail"
_RENEW_AT: Final = 2_000
_REMEMBER_EVERY: Final = 20_000


class Live:
    """Our recordings in a DuckDB connection: `prepare` before it is locked, `refresh` before statements."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        home: Path,
        tell: Callable[[Step], None],
        stopped: Callable[[], bool],
    ) -> None:
        self._connection = connection
        self._tell = tell
        self._stopped = stopped
        self._rows = Rows(home, stopped)
        self._segments = Segments(columns.folder_of(home), self._rows)
        self._files: dict[int, Path] = {}
        self._stale: set[int] = set()
        self._head = 0
        self._loaded = 0
        self._version = -1
        self._remembered = 0
        self._shown: tuple[tuple[str, ...], frozenset[int]] | None = None

    def prepare(self) -> None:
        """Make the catalogs."""
        self._connection.execute("ATTACH ':memory:' AS store; ATTACH ':memory:' AS live")
        self._connection.execute(
            f"CREATE TABLE {_TAIL} (key BIGINT, uid BLOB, topic VARCHAR, device VARCHAR, start_ts TIMESTAMPTZ, "
            "end_ts TIMESTAMPTZ, received_ts TIMESTAMPTZ, tz_offset_min INTEGER, uncertainty_us BIGINT, text VARCHAR, "
            "data VARCHAR, media BLOB, parent BLOB)"
        )
        self._segments.check()
        state = self._segments.state()
        self._head = self._remembered = state.applied
        self._show()
        for view in VIEWS:
            self._connection.execute(f'CREATE VIEW live.main."{view.name}" AS {select(view, EVENT)}')

    def refresh(self) -> None:
        """Take in what was appended, extended and deleted since the last time.

        Raises:
            apsw.InterruptError: stopped.
        """
        version, files = self._rows.version(), self._segments.files()
        if version == self._version and files == self._files:
            return
        self._build_missing(files)
        with self._rows.snapshot() as moment:
            self._forget_deleted(moment)
            files = self._segments.files()
            self._take_in(moment, files)
            self._head = moment.head
        self._version = version
        self._show()
        self._tidy()

    def again(self) -> None:
        """Forget which files there are, so that the next refresh looks anew (a file vanished under a statement)."""
        self._version = -1
        self._files, self._stale, self._loaded = {}, set(), 0
        self._connection.execute(f"TRUNCATE {_TAIL}")

    def close(self) -> None:
        """Remember what is accounted for and close."""
        self._remember()
        self._rows.close()

    def _build_missing(self, files: dict[int, Path]) -> None:
        with self._rows.snapshot() as moment:
            full = (moment.head + 1) >> columns.SHIFT
        missing = [number for number in range(full) if number not in files]
        for done, number in enumerate(missing):
            if len(missing) > 1:
                self._tell(Step("Reading recordings for the first time", done / len(missing)))
            self._segments.build(number)
            if self._stopped():
                raise InterruptedError

    def _forget_deleted(self, moment: Snapshot) -> None:
        uids = moment.deleted(self._head)
        if not uids:
            return
        self._connection.register("gone", pa.table({"uid": pa.array(uids, pa.binary())}))
        self._connection.execute(f"DELETE FROM {_TAIL} WHERE uid IN (SELECT uid FROM gone)")  # noqa: S608
        there = self._segments.files()
        if there:
            found = self._connection.execute(
                f"SELECT DISTINCT key FROM read_parquet({_list(there)}) WHERE uid IN (SELECT uid FROM gone)"  # noqa: S608
            ).fetchall()
            self._segments.discard({key >> columns.SHIFT for (key,) in found})

    def _take_in(self, moment: Snapshot, files: dict[int, Path]) -> None:
        """Bring the table in memory up to a moment: what no file holds, and what a file holds in an older form."""
        fresh = {number for number, path in files.items() if self._files.get(number) != path}
        lost = set(self._files) - set(files)
        changed = moment.extended(self._head)
        outdated = {key for key in changed if key >> columns.SHIFT in files}
        if fresh:
            state = self._segments.state()
            later = state.stale | moment.extended(min(state.applied, self._head))
            outdated |= {key for key in later if key >> columns.SHIFT in fresh}
        kept = {key for key in self._stale if key >> columns.SHIFT in files and key >> columns.SHIFT not in fresh}
        for number in fresh | lost:
            self._drop_from_tail(number)
        for number in range((moment.head >> columns.SHIFT) + 1):
            if number not in files:
                first = number << columns.SHIFT
                since = first if number in lost else max(first, self._loaded + 1)
                self._insert(moment.between(since, (number + 1) << columns.SHIFT))
        self._replace(moment, sorted(outdated | {key for key in changed if key <= self._loaded}))
        self._files, self._stale, self._loaded = files, kept | outdated, moment.head

    def _drop_from_tail(self, number: int) -> None:
        self._connection.execute(
            f"DELETE FROM {_TAIL} WHERE key >= ? AND key < ?",  # noqa: S608
            [number << columns.SHIFT, (number + 1) << columns.SHIFT],
        )

    def _replace(self, moment: Snapshot, keys: list[int]) -> None:
        if keys:
            self._connection.execute(f"DELETE FROM {_TAIL} WHERE key IN (SELECT unnest(?::BIGINT[]))", [keys])  # noqa: S608
            self._insert(moment.of_keys(keys))

    def _insert(self, table: object) -> None:
        self._connection.register("arriving", table)
        self._connection.execute(f"INSERT INTO {_TAIL} SELECT * FROM arriving")  # noqa: S608
        self._connection.unregister("arriving")

    def _show(self) -> None:
        """Define the relation of all events anew when files or stale rows are others than before."""
        shown = (tuple(map(str, self._files.values())), frozenset(self._stale))
        if shown == self._shown:
            return
        parts = [f"SELECT * FROM {_TAIL}"]  # noqa: S608
        if self._files:
            stale = f" WHERE key NOT IN ({', '.join(map(str, sorted(self._stale)))})" if self._stale else ""
            parts.insert(0, f"SELECT * FROM read_parquet({_list(self._files)}){stale}")  # noqa: S608
        self._connection.execute(f"CREATE OR REPLACE VIEW {EVENT} AS {' UNION ALL '.join(parts)}")
        self._shown = shown

    def _tidy(self) -> None:
        counts: dict[int, int] = {}
        for key in self._stale:
            counts[key >> columns.SHIFT] = counts.get(key >> columns.SHIFT, 0) + 1
        for number, count in counts.items():
            if count >= _RENEW_AT:
                self._segments.renew(number)
        if self._head - self._remembered >= _REMEMBER_EVERY:
            self._remember()

    def _remember(self) -> None:
        self._segments.remember(State(self._head, frozenset(self._stale)))
        self._remembered = self._head


def _list(files: dict[int, Path]) -> str:
    quoted = ", ".join("'" + str(path).replace("'", "''") + "'" for path in files.values())
    return f"[{quoted}]"
