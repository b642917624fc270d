"""Joins the times a window was in front to sessions with an application, from a stretch of the log.

A pure function; when it is called and what becomes of its answer is up to `processing/stretches`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from processing.stretches import Conclusion, Kind
from storage.events import Event
from storage.topics import APP_SESSION, WINDOW_FOCUS

_GAP_US = 300_000_000
_SHORTEST_US = 60_000_000
_TITLES = 3


@dataclass(slots=True)
class _Session:
    first: Event
    last_us: int
    active_us: int = 0
    spans: int = 0
    titles: dict[str, int] = field(default_factory=dict)

    def add(self, event: Event) -> None:
        self.last_us = max(self.last_us, event.end_us)
        self.active_us += event.end_us - event.start_us
        self.spans += 1
        title = str(event.data.get("title", ""))
        self.titles[title] = self.titles.get(title, 0) + event.end_us - event.start_us


def conclude(events: Sequence[Event], now_us: int) -> list[Conclusion]:
    """Return the sessions.

    A session goes on over interruptions of up to five minutes, and counts from a minute in front on.
    """
    found = _sessions(sorted(events, key=lambda event: event.start_us))
    return [_conclusion(session, members, now_us) for session, members in found]


def _sessions(events: Iterable[Event]) -> list[tuple[_Session, list[Event]]]:
    found: list[tuple[_Session, list[Event]]] = []
    running: dict[tuple[str, str], tuple[_Session, list[Event]]] = {}
    for event in events:
        key = event.device, str(event.data.get("app", ""))
        if key not in running or event.start_us - running[key][0].last_us > _GAP_US:
            running[key] = _Session(event, event.end_us), []
            found.append(running[key])
        session, members = running[key]
        session.add(event)
        members.append(event)
    return found


def _conclusion(session: _Session, members: Sequence[Event], now_us: int) -> Conclusion:
    titles = sorted(session.titles, key=lambda title: -session.titles[title])[:_TITLES]
    first = session.first
    app = str(first.data.get("app", ""))
    return Conclusion(
        parent=first,
        members=frozenset(event.uid for event in members),
        over=now_us - session.last_us > _GAP_US,
        worth=session.active_us >= _SHORTEST_US,
        topic=APP_SESSION,
        start_us=first.start_us,
        end_us=session.last_us,
        data={"app": app, "titles": titles, "active_us": session.active_us, "spans": session.spans},
    )


SESSIONS = Kind("sessions", "1", (WINDOW_FOCUS,), conclude)
