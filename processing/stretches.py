"""Concludes from stretches of the log what no single event says: sessions with an application, stays at a place.

Its group's offset stands before the first event that a conclusion still waits for, so that nothing has to be
remembered: after a crash the same stretch is read again, and the same conclusions have the same identity.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from storage.clock import Clock
from storage.events import Event, JsonObject, derived_uid
from storage.log import Commit, Entry, Log

_MOST_ENTRIES = 5_000


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What some events of a stretch say together.

    Attributes:
        parent: the first of them.
        members: the uids of all of them.
        over: whether no later event can belong to them.
        worth: whether it is worth keeping.
        topic: of the event it becomes.
        start_us: first microsecond.
        end_us: first microsecond after it.
        data: after the topic's schema, without provenance.
        text: what search should find.
    """

    parent: Event
    members: frozenset[bytes]
    over: bool
    worth: bool
    topic: str
    start_us: int
    end_us: int
    data: JsonObject
    text: str | None = None


Conclude = Callable[[Sequence[Event], int], list[Conclusion]]
"""From the events of a stretch and the time to what they say; each event belongs to one conclusion."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of conclusion.

    Attributes:
        name: of its method.
        version: of its method.
        patterns: the topics it reads.
        conclude: how it concludes.
        at_once: whether a conclusion that is over is kept although something before it still waits. It is concluded
            again with the rest of the stretch; its identity, computed from its parent, has that add nothing.
    """

    name: str
    version: str
    patterns: tuple[str, ...]
    conclude: Conclude
    at_once: bool = False


class Stretches:
    """Works through the log for some kinds of conclusions. Used by one thread."""

    def __init__(self, log: Log, clock: Clock, kinds: Sequence[Kind]) -> None:
        self._log = log
        self._clock = clock
        self._kinds = tuple(kinds)
        self._kept_early: dict[str, frozenset[bytes]] = {}

    def advance(self) -> int:
        """Conclude what can be concluded by now, and return how much that was."""
        return sum(self._advance(kind) for kind in self._kinds)

    def _advance(self, kind: Kind) -> int:
        group = f"stretches.{kind.name}"
        self._log.subscribe(group, kind.patterns)
        concluded = 0
        while entries := self._log.read(group, limit=_MOST_ENTRIES).entries:
            done, offset = self._concluded(kind, entries, self._log.lag(group).offset)
            if not done and offset is None:
                break
            events = [self._event(kind, one) for one in done]
            commit = None if offset is None else Commit(group, offset)
            concluded += self._log.append(events, commit=commit).added
            if len(entries) < _MOST_ENTRIES:
                break
        return concluded

    def _concluded(self, kind: Kind, entries: Sequence[Entry], before: int) -> tuple[list[Conclusion], int | None]:
        """Return what is concluded, and up to where nothing waits any more (None: no further than before).

        The offset must not pass an event that waits, and what lies behind it is read again: so a conclusion waits too
        as long as any of its entries does.
        """
        latest = {entry.uid: entry.event for entry in entries if entry.event is not None}
        full = len(entries) >= _MOST_ENTRIES
        found = kind.conclude(list(latest.values()), self._clock.now_us())
        offset, done = self._settled(entries, found)
        if kind.at_once:
            done = [*done, *self._early(kind, found, done)]
        if full and offset <= before:  # more belongs together than is read at a time: concluded as far as it goes
            offset, done = entries[-1].offset, found
        return [one for one in done if one.worth], offset if offset > before else None

    def _early(self, kind: Kind, found: Sequence[Conclusion], done: Sequence[Conclusion]) -> list[Conclusion]:
        """Return what is over while something before it waits, each once: what was kept before is only remembered."""
        settled = {one.parent.uid for one in done}
        early = {one.parent.uid: one for one in found if one.over and one.worth and one.parent.uid not in settled}
        before = self._kept_early.get(kind.name, frozenset())
        self._kept_early[kind.name] = frozenset(early)
        return [one for uid, one in early.items() if uid not in before]

    @staticmethod
    def _settled(entries: Sequence[Entry], found: Sequence[Conclusion]) -> tuple[int, list[Conclusion]]:
        places: dict[bytes, list[int]] = {}
        for entry in entries:
            places.setdefault(entry.uid, []).append(entry.offset)
        spans: dict[int, tuple[int, int]] = {}
        for number, one in enumerate(found):
            offsets = [offset for uid in one.members for offset in places[uid]]
            spans[number] = min(offsets), max(offsets)
        end = entries[-1].offset + 1
        waiting = {number for number, one in enumerate(found) if not one.over}
        while True:
            end = min([end, *(spans[number][0] for number in waiting)])
            held = {number for number in spans if number not in waiting and spans[number][1] >= end}
            if not held:
                return end - 1, [one for number, one in enumerate(found) if number not in waiting]
            waiting |= held

    def _event(self, kind: Kind, one: Conclusion) -> Event:
        provenance = {"processor": kind.name, "version": kind.version}
        return Event(
            uid=derived_uid(kind.name, kind.version, one.parent.uid, 0),
            topic=one.topic,
            device=one.parent.device,
            start_us=one.start_us,
            end_us=one.end_us,
            received_us=self._clock.now_us(),
            tz_offset_min=one.parent.tz_offset_min,
            text=one.text,
            data={**one.data, "provenance": provenance},
            parent=one.parent.uid,
        )
