"""One day in figures, exactly: from the events themselves. Blocking: for a worker thread."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np

from app.day.spans import joined, shares, without
from app.day.typed import keys_between
from app.timeline.details import field
from app.timeline.zone import MINUTE_US, SECOND_US, Zone, from_wall
from processing.presence import really_away
from storage.events import Event
from storage.search.echoes import echo_spans
from storage.store import EventQuery, Store
from storage.topics import INPUT_IDLE, PRESENCE, VOICE, WINDOW_FOCUS

HOURS = 24
_CONVERSATION_GAP_US = 5 * MINUTE_US
_LEAST_CONVERSATION_US = 10 * SECOND_US


@dataclass(frozen=True, slots=True)
class AppTime:
    """An application, its seconds in all, and its seconds in each hour of the day (24)."""

    name: str
    seconds: float
    hours: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class DayReport:
    """What was done on a day.

    Attributes:
        day: which.
        active_s: a window was in focus and somebody was there: touched something, or was seen by the camera.
        spoken_s: somebody spoke; what the microphone heard from the loudspeaker is left out.
        conversations: stretches of speech that are apart by five minutes or more.
        keys: keys pressed.
        busiest_hour: with the most keys, None without any.
        apps: the longest first.
        windows: application, title and seconds, the longest first.
    """

    day: date
    active_s: float
    spoken_s: float
    conversations: int
    keys: int
    busiest_hour: int | None
    apps: tuple[AppTime, ...]
    windows: tuple[tuple[str, str, float], ...]


def day_bounds(day: date, zone: Zone) -> tuple[int, int]:
    """Return the first microsecond of a local day, and of the next: 23, 24 or 25 hours."""
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - wall-clock time
    return from_wall(zone, midnight), from_wall(zone, midnight + timedelta(days=1))


def hour_edges(day: date, zone: Zone) -> list[int]:
    """Return the 25 edges of the hours by the wall clock; where clocks change, one hour is empty or lasts two."""
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - wall-clock time
    edges = [from_wall(zone, midnight + timedelta(hours=hour)) for hour in range(HOURS + 1)]
    return [max(edges[: at + 1]) for at in range(HOURS + 1)]


def read_day(store: Store, day: date, zone: Zone) -> DayReport:
    """Return the figures of a local day.

    Raises:
        StoreError: the store could not answer.
    """
    start_us, end_us = day_bounds(day, zone)
    edges = hour_edges(day, zone)
    by_app: dict[str, list[tuple[int, int]]] = {}
    by_title: dict[tuple[str, str], float] = {}
    for app, title, span in _focused(store, start_us, end_us):
        by_app.setdefault(app, []).append(span)
        by_title[app, title] = by_title.get((app, title), 0.0) + (span[1] - span[0]) / SECOND_US
    every = [span for spans in by_app.values() for span in spans]
    keys = keys_between(store, edges)
    spoken = _spoken(store, start_us, end_us)
    return DayReport(
        day=day,
        active_s=_length_s(*joined(*_arrays(every))),
        spoken_s=_length_s(*spoken),
        conversations=_conversations(*spoken),
        keys=int(keys.sum()),
        busiest_hour=int(keys.argmax()) if keys.any() else None,
        apps=_apps(by_app, edges),
        windows=_longest_first(by_title),
    )


def read_windows(store: Store, start_us: int, end_us: int) -> tuple[tuple[str, str, float], ...]:
    """Return application, title and seconds of the windows in focus in a span, as `DayReport.windows` has them.

    Raises:
        StoreError: the store could not answer.
    """
    by_title: dict[tuple[str, str], float] = {}
    for app, title, span in _focused(store, start_us, end_us):
        by_title[app, title] = by_title.get((app, title), 0.0) + (span[1] - span[0]) / SECOND_US
    return _longest_first(by_title)


def _focused(store: Store, start_us: int, end_us: int) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """Yield application, title and span of each window in focus, without the times in which nobody was there."""
    away = _away(store, start_us, end_us)
    for event in _all(store, WINDOW_FOCUS, start_us, end_us):
        app, title = field(event, "app"), field(event, "title")
        for span in without(max(start_us, event.start_us), min(end_us, event.end_us), away):
            yield app, title, span


def _longest_first(by_title: dict[tuple[str, str], float]) -> tuple[tuple[str, str, float], ...]:
    return tuple((*key, seconds) for key, seconds in sorted(by_title.items(), key=lambda item: -item[1]))


def _apps(by_app: dict[str, list[tuple[int, int]]], edges: Sequence[int]) -> tuple[AppTime, ...]:
    found = []
    for name, spans in by_app.items():
        starts, ends = joined(*_arrays(spans))
        hours = shares(starts, ends, (ends - starts) / SECOND_US, edges)
        found.append(AppTime(name, float(hours.sum()), tuple(hours.tolist())))
    return tuple(sorted(found, key=lambda app: -app.seconds))


def _all(store: Store, topic: str, start_us: int, end_us: int) -> Iterator[Event]:
    for batch in store.scan(EventQuery((topic,), start_us, end_us)):
        yield from batch


def _away(store: Store, start_us: int, end_us: int) -> "tuple[np.ndarray, np.ndarray]":
    untouched, seen = (_clipped(store, topic, start_us, end_us) for topic in (INPUT_IDLE, PRESENCE))
    return joined(*_arrays(really_away(untouched, seen)))


def _spoken(store: Store, start_us: int, end_us: int) -> "tuple[np.ndarray, np.ndarray]":
    echoes = joined(*_arrays(echo_spans(store, start_us, end_us)))
    voices = _clipped(store, VOICE, start_us, end_us)
    return joined(*_arrays([part for voice in voices for part in without(*voice, echoes)]))


def _clipped(store: Store, topic: str, start_us: int, end_us: int) -> list[tuple[int, int]]:
    return [(max(start_us, e.start_us), min(end_us, e.end_us)) for e in _all(store, topic, start_us, end_us)]


def _arrays(spans: Sequence[tuple[int, int]]) -> "tuple[np.ndarray, np.ndarray]":
    pairs = np.array(spans, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _length_s(starts: "np.ndarray", ends: "np.ndarray") -> float:
    return float((ends - starts).sum()) / SECOND_US


def _conversations(starts: "np.ndarray", ends: "np.ndarray") -> int:
    """Stretches of speech with less than five minutes between them that hold ten seconds of it at least."""
    if not len(starts):
        return 0
    first = np.flatnonzero(np.concatenate(([True], starts[1:] - ends[:-1] >= _CONVERSATION_GAP_US)))
    return int((np.add.reduceat(ends - starts, first) >= _LEAST_CONVERSATION_US).sum())
