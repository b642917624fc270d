"""What the query page remembers in the data folder: attached sources (never a password), saved queries, history."""

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import orjson

FILE: Final = "queries.json"
_MOST_HISTORY: Final = 200


@dataclass(frozen=True, slots=True)
class Remembered:
    """Attached addresses by name, saved statements by title, and past statements, newest first."""

    sources: Mapping[str, str]
    saved: Mapping[str, str]
    history: Sequence[str]


class QueryMemory:
    """Reads and writes the file, whole or not at all. Used from one thread at a time."""

    def __init__(self, home: Path) -> None:
        self._path = home / FILE
        self._now = _read(self._path)

    @property
    def now(self) -> Remembered:
        """What is remembered."""
        return self._now

    def note(self, sql: str) -> None:
        """Put a statement at the head of the history."""
        others = [past for past in self._now.history if past != sql]
        self._write(replace(self._now, history=[sql, *others][:_MOST_HISTORY]))

    def save(self, title: str, sql: str) -> None:
        """Save a statement under a title."""
        self._write(replace(self._now, saved={**self._now.saved, title: sql}))

    def forget(self, title: str) -> None:
        """Remove a saved statement."""
        self._write(replace(self._now, saved={name: sql for name, sql in self._now.saved.items() if name != title}))

    def attach(self, name: str, address: str) -> None:
        """Remember a source; the address has no password in it."""
        self._write(replace(self._now, sources={**self._now.sources, name: address}))

    def detach(self, name: str) -> None:
        """Forget a source."""
        kept = {each: address for each, address in self._now.sources.items() if each != name}
        self._write(replace(self._now, sources=kept))

    def _write(self, what: Remembered) -> None:
        raw = {"sources": dict(what.sources), "saved": dict(what.saved), "history": list(what.history)}
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".queries-")
        with os.fdopen(handle, "wb") as file:
            file.write(orjson.dumps(raw, option=orjson.OPT_INDENT_2))
        Path(name).replace(self._path)
        self._now = what


def _read(path: Path) -> Remembered:
    try:
        raw = orjson.loads(path.read_bytes())
        sources = {str(name): str(address) for name, address in raw["sources"].items()}
        saved = {str(title): str(sql) for title, sql in raw["saved"].items()}
        return Remembered(sources, saved, [str(sql) for sql in raw["history"]])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Remembered({}, {}, ())
