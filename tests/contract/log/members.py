"""Every implementation of `Log`, opened for the suite beside this, and the events it appends.

A second implementation joins by a line in `MEMBERS`.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from storage.clock import Clock
from storage.events import Event, imported_uid
from storage.log import EntryKind, Log, Pressure
from storage.sqlite.open import open_sqlite
from storage.topics import COVERAGE, INPUT_ACTIVITY, INPUT_IDLE, WINDOW_FOCUS, builtin_topics

Open = Callable[[], Log]

PRESSURES = {
    INPUT_IDLE: Pressure.COALESCE,
    INPUT_ACTIVITY: Pressure.DROP_OLDEST,
    COVERAGE: Pressure.DEFER,
    WINDOW_FOCUS: Pressure.BLOCK,
}
TOPICS = builtin_topics() | {
    name: replace(builtin_topics()[name], pressure=pressure) for name, pressure in PRESSURES.items()
}


class StandingClock:
    def __init__(self) -> None:
        self.us = 1_700_000_000_000_000

    def now_us(self) -> int:
        return self.us

    def monotonic_s(self) -> float:
        return self.us / 1e6

    def tz_offset_min(self) -> int:
        return 0


class SqliteMember:
    """Opens the SQLite log of one folder; closing the log closes the rest."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self._opened: list[object] = []

    def __call__(self) -> Log:
        storage = open_sqlite(self._folder, clock=self._clock, topics=TOPICS)
        self._opened.append(storage)
        return storage.log

    def close(self) -> None:
        for storage in self._opened:
            storage.close()  # type: ignore[attr-defined]


MEMBERS = {"sqlite": SqliteMember}


def focus(key: object, at_us: int = 0, **fields: object) -> Event:
    found = {"data": {"app": "editor", "title": "notes"}, "received_us": at_us, **fields}
    return Event(imported_uid("test", str(key)), WINDOW_FOCUS, "desk", at_us, at_us + 1_000_000, **found)  # type: ignore[arg-type]


def typed(key: object, **fields: object) -> Event:
    return Event(
        imported_uid("test", str(key)), INPUT_ACTIVITY, "desk", 0, 1, 0, data={"keys": 1, "clicks": 0}, **fields
    )  # type: ignore[arg-type]


def idle(key: object, device: str = "desk") -> Event:
    return Event(imported_uid("test", f"{key} of its kind"), INPUT_IDLE, device, 0, 1, 0)


def covered(key: object) -> Event:
    data = {"source": "screen", "state": "recording"}
    return Event(imported_uid("test", f"{key} covered"), COVERAGE, "desk", 0, 1, 0, data=data)


def invalid(key: object) -> Event:
    return Event(imported_uid("test", str(key)), WINDOW_FOCUS, "desk", 0, 1, 0, data={"app": 7})


def read_all(log: Log, group: str, limit: int = 100) -> list[Event]:
    """Read and commit until nothing is left."""
    found = []
    while True:
        batch = log.read(group, limit=limit)
        found += [entry.event for entry in batch.entries if entry.kind is EntryKind.EVENT and entry.event is not None]
        log.commit(group, batch.offset)
        if not batch.entries and batch.offset >= log.head():
            return found
