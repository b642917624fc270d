"""Writes the columnar copy: segments as Parquet files, and what is remembered of later changes to their events.

A segment is written from one moment of the log. Events extended later are noted as stale (in `state.json` and in the
processes that run); their rows are then read from the log. A deletion removes the segments it touches.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import orjson
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from storage.sql import columns
from storage.sql.child.rows import Rows, Snapshot

_STATE: Final = "state.json"
_GROUP_ROWS: Final = 16_384


@dataclass(frozen=True, slots=True)
class State:
    """Up to which offset changes are accounted for, and the keys whose rows in segments are out of date.

    `samples` has one event of each segment, key and uid: a restored database has others there.
    """

    applied: int
    stale: frozenset[int]
    samples: tuple[tuple[int, str], ...] = ()


class Segments:
    """The files of one data folder. Several processes may hold one; files come and go under a lock."""

    def __init__(self, folder: Path, rows: Rows) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        self.folder = folder
        self._rows = rows
        self._lock = columns.lock_of(folder)

    def files(self) -> dict[int, Path]:
        """Return the file of each segment by number."""
        return columns.segments(self.folder)

    def state(self) -> State:
        """Return what is remembered; segments of which nothing is known any more are removed."""
        with self._lock:
            return self._state()

    def check(self) -> None:
        """Remove everything when it was made of another database than the one that is there now."""
        with self._lock, self._rows.snapshot() as moment:
            state = self._state()
            if state.applied > moment.head or not moment.holds(state.samples):
                columns.remove(self.folder, set(self.files()))
                (self.folder / _STATE).unlink(missing_ok=True)

    def build(self, number: int) -> None:
        """Write a segment whose offsets are all given out; one that another process has written stays."""
        with self._lock:
            while number not in self.files() and not self._try(number):
                pass

    def renew(self, number: int) -> None:
        """Write a segment anew with what changed."""
        with self._lock:
            while not self._try(number):
                pass

    def discard(self, numbers: set[int]) -> None:
        """Remove segments that hold what was deleted."""
        with self._lock:
            columns.remove(self.folder, numbers)

    def remember(self, state: State) -> None:
        """Note changes that are accounted for, unless another process is further."""
        with self._lock:
            before = self._state()
            if state.applied > before.applied:
                self._save(State(state.applied, state.stale, before.samples))

    def _try(self, number: int) -> bool:
        """Write a segment; False when something of it was deleted meanwhile. The caller holds the lock."""
        first, last = number << columns.SHIFT, (number + 1) << columns.SHIFT
        with self._rows.snapshot() as moment:
            table, head = moment.between(first, last), moment.head
        order = pc.sort_indices(table, sort_keys=[("topic", "ascending"), ("start_ts", "ascending")])
        path = self.folder / columns.segment_name(number, head)
        part = path.with_suffix(".part")
        pq.write_table(
            table.take(order), part, compression="zstd", compression_level=1, row_group_size=_GROUP_ROWS,
            use_dictionary=["topic", "device"], write_statistics=True,
        )  # fmt: skip
        part.chmod(0o600)
        older = self.files().get(number)
        with self._rows.snapshot() as now:
            if now.deleted(head):
                part.unlink()
                return False
            part.replace(path)
            if older is not None and older != path:
                older.unlink(missing_ok=True)
            self._note_changes(number, head, now, _sample(table))
        return True

    def _note_changes(self, number: int, head: int, now: Snapshot, sample: tuple[tuple[int, str], ...]) -> None:
        before = self._state() if (self.folder / _STATE).exists() else State(head, frozenset())
        others = {key for key in before.stale if key >> columns.SHIFT != number}
        later = {key for key in now.extended(head) if key >> columns.SHIFT == number}
        samples = [each for each in before.samples if each[0] >> columns.SHIFT != number]
        self._save(State(before.applied, frozenset(others | later), (*samples, *sample)))

    def _state(self) -> State:
        try:
            raw = orjson.loads((self.folder / _STATE).read_bytes())
            samples = tuple((int(key), str(uid)) for key, uid in raw["samples"])
            return State(int(raw["applied"]), frozenset(map(int, raw["stale"])), samples)
        except (OSError, ValueError, KeyError, TypeError):
            columns.remove(self.folder, set(self.files()))
            return State(0, frozenset())

    def _save(self, state: State) -> None:
        part = self.folder / (_STATE + ".part")
        part.write_bytes(
            orjson.dumps({"applied": state.applied, "stale": sorted(state.stale), "samples": state.samples})
        )
        part.chmod(0o600)
        part.replace(self.folder / _STATE)


def _sample(table: pa.Table) -> tuple[tuple[int, str], ...]:
    """Return key and uid of one event."""
    if not table.num_rows:
        return ()
    return ((table["key"][0].as_py(), table["uid"][0].as_py().hex()),)
