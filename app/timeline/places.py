"""Where the owner was: the day's way from positions, stays with their names, and the place at a moment.

Blocking reads: for a worker thread. What a place is called is the owner's to say (`digital.owner.place.raw`), or an
archive's; elsewhere its coordinates stand for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.timeline.details import Caption
from app.timeline.zone import MINUTE_US
from processing.stays import distance_m, place_of
from storage.events import Event, JsonObject, new_uid
from storage.store import EventQuery, Store
from storage.topics import LOCATION, PLACE, STAY

RADIUS_M = 150.0
"""How far a place reaches that the owner gives a name."""

_MOST_PLACES = 1_000
_MOST_FIXES = 3_000
_MOST_STAYS = 200
_SLOT_US = 5 * MINUTE_US
_FIXES_A_SLOT = 10
_STILL_THERE_US = 30 * MINUTE_US

Spot = tuple[float, float]
"""Latitude and longitude in degrees."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place that the owner gave a name: its middle, and how far it reaches."""

    name: str
    spot: Spot
    radius_m: float


@dataclass(frozen=True, slots=True)
class Fix:
    """One position of a device."""

    time_us: int
    spot: Spot
    device: str


@dataclass(frozen=True, slots=True)
class Stay:
    """A stretch of time at one place; `name` is "" where nobody named it."""

    start_us: int
    end_us: int
    spot: Spot
    name: str


@dataclass(frozen=True, slots=True)
class DayPlaces:
    """What is known of where the owner was over a span: positions by device and time, and stays by time."""

    start_us: int
    end_us: int
    fixes: tuple[Fix, ...] = ()
    stays: tuple[Stay, ...] = ()


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The place at a moment, and the way of its day.

    Attributes:
        time_us: which moment.
        day: the way, empty where nothing is known.
        spot: where the owner was then, None where that is not known.
        name: what the place is called, "" where nobody named it.
    """

    time_us: int
    day: DayPlaces
    spot: Spot | None = None
    name: str = ""


def named_places(store: Store) -> list[NamedPlace]:
    """Return the places that the owner named, the newest name first.

    Raises:
        StoreError: the store could not answer.
    """
    events = store.events(EventQuery((PLACE,), newest_first=True, limit=_MOST_PLACES))
    return [place for event in events if (place := _named(event)) is not None]


def place_named(name: str, spot: Spot, now_us: int, device: str, tz_offset_min: int | None = None) -> Event:
    """Return the event that gives a place its name.

    Raises:
        ValueError: the name is empty.
    """
    words = " ".join(name.split())
    if not words:
        raise ValueError("a place needs a name")
    data: JsonObject = {"name": words, "latitude": spot[0], "longitude": spot[1], "radius_m": RADIUS_M}
    return Event(new_uid(now_us * 1_000), PLACE, device, now_us, now_us, now_us, tz_offset_min, text=words, data=data)


def name_at(spot: Spot, named: Sequence[NamedPlace]) -> str:
    """Return what the owner calls a place, "" where it has no name; of several the newest counts."""
    return next((place.name for place in named if distance_m(place.spot, spot) <= place.radius_m), "")


def stay_of(event: Event, named: Sequence[NamedPlace]) -> Stay | None:
    """Return a stay with its name, the owner's before an archive's; None where the event has no place."""
    spot, given = place_of(event), event.data.get("name")
    if spot is None:
        return None
    return Stay(event.start_us, event.end_us, spot, name_at(spot, named) or (given if isinstance(given, str) else ""))


def coordinates(spot: Spot) -> str:
    """Return a place in degrees, exact to about ten metres: `52.5203° N, 13.4051° E`."""
    north, east = spot
    return f"{abs(north):.4f}° {'N' if north >= 0 else 'S'}, {abs(east):.4f}° {'E' if east >= 0 else 'W'}"


def read_day(store: Store, start_us: int, end_us: int) -> DayPlaces:
    """Return the positions and stays of a span; of very many positions at most ten in five minutes.

    Raises:
        StoreError: the store could not answer.
    """
    events = store.events(EventQuery((LOCATION,), start_us, end_us, limit=_MOST_FIXES))
    if len(events) == _MOST_FIXES:
        slots = range(start_us, end_us, _SLOT_US)
        events = [event for at in slots for event in _fixes(store, at, min(end_us, at + _SLOT_US))]
    found = [Fix(event.start_us, spot, event.device) for event in events if (spot := place_of(event)) is not None]
    stays = store.events(EventQuery((STAY,), start_us, end_us, limit=_MOST_STAYS))
    if not found and not stays:
        return DayPlaces(start_us, end_us)
    named = named_places(store)
    return DayPlaces(
        start_us,
        end_us,
        tuple(sorted(found, key=lambda fix: (fix.device, fix.time_us))),
        tuple(stay for event in stays if (stay := stay_of(event, named)) is not None),
    )


def stay_captions(
    store: Store, start_us: int, end_us: int, most: int, device: str | None = None
) -> tuple[Caption, ...]:
    """Return what the lane writes on stays (see `Details.stays`); nothing where there are more than `most`.

    Raises:
        StoreError: the store could not answer.
    """
    events = store.events(EventQuery((STAY,), start_us, end_us, limit=most + 1, device=device))
    if not events or len(events) > most:
        return ()
    named = named_places(store)
    stays = (stay for event in events if (stay := stay_of(event, named)) is not None)
    return tuple(Caption(one.start_us, one.end_us, one.name or coordinates(one.spot), one.name) for one in stays)


def whereabouts(day: DayPlaces, time_us: int) -> Whereabouts:
    """Return where the owner was: in the middle of a stay, else at the last position of the half hour before."""
    stay = next((stay for stay in day.stays if stay.start_us <= time_us < stay.end_us), None)
    if stay is not None:
        return Whereabouts(time_us, day, stay.spot, stay.name)
    before = [fix for fix in day.fixes if 0 <= time_us - fix.time_us <= _STILL_THERE_US]
    if not before:
        return Whereabouts(time_us, day)
    return Whereabouts(time_us, day, max(before, key=lambda fix: fix.time_us).spot)


def _fixes(store: Store, start_us: int, end_us: int) -> list[Event]:
    return store.events(EventQuery((LOCATION,), start_us, end_us, limit=_FIXES_A_SLOT))


def _named(event: Event) -> NamedPlace | None:
    spot, name, radius_m = place_of(event), event.data.get("name"), event.data.get("radius_m")
    if spot is None or not isinstance(name, str) or not isinstance(radius_m, int | float):
        return None
    return NamedPlace(name, spot, float(radius_m))
