"""What an export has finished so far, noted beside it: one that was broken off goes on instead of beginning anew.

A file counts as finished when it is as it was noted and the store has as many events for its days as it holds.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

import orjson

from storage.lifecycle.files import hash_file
from storage.store import EventQuery, Store
from storage.topics import matches

LOCK: Final = ".lock"
_NAME: Final = ".finished.jsonl"


@dataclass(frozen=True, slots=True)
class Finished:
    """A file that is whole: its path below the export, its rows, its hash, and when its days end."""

    path: str
    rows: int
    blake3: str
    until_us: int


class Journal:
    """Notes finished files in the folder of an export that is under way. One thread.

    Attributes:
        known: whether the folder holds an export of the same that was broken off.
    """

    def __init__(self, part: Path, asked: Mapping[str, object]) -> None:
        """Open the notes in `part` of an export of what was `asked`; those of another export are not believed."""
        self._part = part
        self._path = part / _NAME
        self._head = orjson.dumps(asked)
        self._noted = self._read()
        self.known = self._noted is not None

    def finished(self, store: Store, query: EventQuery) -> list[Finished]:
        """Return the files that can be kept, in order of time without a gap; none of a query by device."""
        kept: list[Finished] = []
        if not self._noted or query.device is not None:
            return kept
        expected = _Expected(store, query)
        for each in self._noted:
            if expected.until(each.until_us) != each.rows or not self._is_whole(each):
                break
            kept.append(each)
        return kept

    def clear(self, kept: list[Finished], media: Path | None) -> None:
        """Remove what is not kept, but for whole files below `media`, and begin the notes anew."""
        stay = {self._part / each.path for each in kept}
        for path in [path for path in self._part.rglob("*") if path.is_file()]:
            whole = media is not None and media in path.parents and not path.name.startswith(".")
            if path not in stay and path.name != LOCK and not (self.known and whole):
                path.unlink()
        self._path.write_bytes(b"".join([self._head, b"\n", *map(_line, kept)]))

    def note(self, path: Path, rows: int, until_us: int) -> None:
        """Note a file that has just been finished."""
        with self._path.open("ab") as file:
            file.write(_line(Finished(path.relative_to(self._part).as_posix(), rows, hash_file(path), until_us)))

    def remove(self) -> None:
        """Forget the notes: the export is whole."""
        self._path.unlink(missing_ok=True)

    def _read(self) -> list[Finished] | None:
        try:
            head, *lines = self._path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return None
        if head != self._head:
            return None
        found = []
        for line in lines[:-1]:
            try:
                found.append(Finished(**orjson.loads(line)))
            except (orjson.JSONDecodeError, TypeError):
                break
        return found

    def _is_whole(self, each: Finished) -> bool:
        path = self._part / each.path
        return path.is_file() and hash_file(path) == each.blake3


def _line(each: Finished) -> bytes:
    return orjson.dumps(asdict(each), option=orjson.OPT_APPEND_NEWLINE)


class _Expected:
    """How many events of a query the store has now, from each place to the next."""

    def __init__(self, store: Store, query: EventQuery) -> None:
        self._store = store
        self._query = query
        self._since_us = query.start_us
        self._before: list[int] = []
        if query.start_us is not None:
            edge = replace(query, start_us=query.start_us, end_us=query.start_us + 1)
            starts = (event.start_us for events in store.scan(edge) for event in events)
            self._before = [start for start in starts if start < query.start_us]

    def until(self, until_us: int) -> int:
        """Return how many begin from the last place up to this one; the first time what reaches into the span, too."""
        begun = [start for start in self._before if start < until_us]
        self._before = self._before[len(begun) :]
        since_us, end_us = self._since_us, self._query.end_us
        last_us = until_us if end_us is None else min(until_us, end_us)
        if since_us is not None and last_us <= since_us:
            return len(begun)
        self._since_us = until_us
        return len(begun) + sum(
            number
            for topic, number in self._store.counts(since_us, last_us).items()
            if not self._query.topics or any(matches(pattern, topic) for pattern in self._query.topics)
        )
