"""What queries leave in the data folder: sources (never a password), saved queries, lanes, history, open tabs."""

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import orjson

from storage.sql.engine import Value

FILE: Final = "queries.json"
_MOST_HISTORY: Final = 200
_KINDS: Final[Mapping[type, str]] = {date: "date", datetime: "moment"}


@dataclass(frozen=True, slots=True)
class Pin:
    """A statement whose answer is a lane of the timeline: its values as they were, `engine` "" for the program's."""

    title: str
    sql: str
    engine: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenTab:
    """What stands in a tab of the query page; `engine` "" for the program's."""

    title: str
    sql: str
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Remembered:
    """Attached addresses by name, saved statements by title, past statements, newest first, pinned ones, open tabs.

    `front` is the place of the tab that was in front.
    """

    sources: Mapping[str, str]
    saved: Mapping[str, str]
    history: Sequence[str]
    pins: Sequence[Pin] = ()
    tabs: Sequence[OpenTab] = ()
    front: int = 0


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

    def pin(self, pin: Pin) -> None:
        """Keep a statement as a lane, instead of one of the same title."""
        self._write(replace(self._now, pins=[*(each for each in self._now.pins if each.title != pin.title), pin]))

    def unpin(self, title: str) -> None:
        """Keep a lane no longer."""
        self._write(replace(self._now, pins=[pin for pin in self._now.pins if pin.title != title]))

    def keep_tabs(self, tabs: Sequence[OpenTab], front: int) -> None:
        """Keep what is open, for the next start."""
        if (list(self._now.tabs), self._now.front) != (list(tabs), front):
            self._write(replace(self._now, tabs=list(tabs), front=front))

    def _write(self, what: Remembered) -> None:
        raw = {
            "sources": dict(what.sources),
            "saved": dict(what.saved),
            "history": list(what.history),
            "pins": [_raw_pin(pin) for pin in what.pins],
            "tabs": [{"title": tab.title, "sql": tab.sql, "engine": tab.engine} for tab in what.tabs],
            "front": what.front,
        }
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
        pins = [_pin(each) for each in raw.get("pins", [])]
        tabs = [OpenTab(str(tab["title"]), str(tab["sql"]), str(tab["engine"])) for tab in raw.get("tabs", [])]
        history = [str(sql) for sql in raw["history"]]
        return Remembered(sources, saved, history, pins, tabs, int(raw.get("front", 0)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Remembered({}, {}, ())


def _raw_pin(pin: Pin) -> dict[str, object]:
    values = {name: [_KINDS.get(type(value), ""), value] for name, value in pin.values.items()}
    return {"title": pin.title, "sql": pin.sql, "engine": pin.engine, "values": values}


def _pin(raw: Any) -> Pin:
    values = {str(name): _value(kind, value) for name, (kind, value) in raw["values"].items()}
    return Pin(str(raw["title"]), str(raw["sql"]), str(raw["engine"]), values)


def _value(kind: str, value: Any) -> Value:
    if kind == _KINDS[date]:
        return date.fromisoformat(value)
    if kind == _KINDS[datetime]:
        return datetime.fromisoformat(value)
    if not isinstance(value, bool | int | float | str | None):
        raise TypeError(f"{type(value).__name__} is no value of a parameter")
    return value
