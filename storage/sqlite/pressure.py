"""Under pressure: which entries a group with too much waiting is handed, which it passes over, and what is counted.

An entry is under pressure when at least the group's bound of others wait behind it. Then its topic's policy decides.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import apsw

from storage.log import Entry, EntryKind, PassedOver, Pressure
from storage.sqlite.query import fetch_all

DEFERRED_US = 1 << 61
"""Due time of what was deferred: it comes when the group has nothing else left."""

WINDOW_ENTRIES = 500
"""So far ahead a read looks for newer entries of the same kind."""


@dataclass(frozen=True, slots=True)
class Passed:
    """An entry that a read passed over; counted when the group commits past it."""

    uid: bytes
    offset: int
    topic: str
    pressure: Pressure


@dataclass(frozen=True, slots=True)
class Sorted:
    """What is handed out of a window, what is passed over, and the offset up to which that is decided."""

    handed: list[Entry]
    passed: list[Passed]
    offset: int


def sort_window(
    window: Sequence[Entry],
    end: int,
    waiting: int,
    bound: int,
    limit: int,
    policies: Mapping[str, Pressure],
) -> Sorted:
    """Decide over entries in order until `limit` are handed out.

    Args:
        window: the next entries.
        end: offset that reading all of the window leads to.
        waiting: how many entries wait in all, the window among them.
        bound: entries with fewer than so many behind them are not under pressure.
        limit: at most so many are handed out.
        policies: of topics; the others block, that is: wait their turn.
    """
    newest = {_kind(entry): entry.offset for entry in window}
    handed: list[Entry] = []
    passed: list[Passed] = []
    offset = window[0].offset - 1 if window else end
    for index, entry in enumerate(window):
        if len(handed) == limit:
            return Sorted(handed, passed, offset)
        policy = policies.get(entry.topic, Pressure.BLOCK)
        pressed = waiting - index - 1 >= bound and entry.kind is not EntryKind.DELETE
        stale = policy is not Pressure.COALESCE or newest[_kind(entry)] > entry.offset
        if pressed and policy is not Pressure.BLOCK and stale:
            passed.append(Passed(entry.uid, entry.offset, entry.topic, policy))
        else:
            handed.append(entry)
        offset = entry.offset
    return Sorted(handed, passed, end)


def _kind(entry: Entry) -> tuple[str, str]:
    """Return what makes entries alike for coalescing: topic and device."""
    return entry.topic, "" if entry.event is None else entry.event.device


def note_passed(connection: apsw.Connection, group: str, passed: Collection[Passed]) -> None:
    """Count what a commit passes over and keep what is only deferred; inside a write transaction."""
    connection.executemany(
        "INSERT INTO passed_over VALUES (?,?,?,1) "
        "ON CONFLICT (consumer, topic, pressure) DO UPDATE SET entries = entries + 1",
        [(group, entry.topic, entry.pressure) for entry in passed],
    )
    connection.executemany(
        "INSERT OR IGNORE INTO retry SELECT ?1, ?2, ?3, 0, ?4 WHERE EXISTS (SELECT 1 FROM event WHERE uid = ?2)",
        [(group, entry.uid, entry.offset, DEFERRED_US) for entry in passed if entry.pressure is Pressure.DEFER],
    )


def passed_over(connection: apsw.Connection, group: str) -> tuple[PassedOver, ...]:
    """Return the counters of a group."""
    rows = fetch_all(
        connection,
        "SELECT consumer, topic, pressure, entries FROM passed_over WHERE consumer = ? ORDER BY topic, pressure",
        (group,),
    )
    return tuple(PassedOver(name, topic, Pressure(pressure), entries) for name, topic, pressure, entries in rows)
