"""Joins locations to stays at a place and the ways between, from a stretch of the log.

After Li et al. 2008: a stay is a run of locations that all lie near the first, lasting long enough.
"""

import math
from collections.abc import Sequence

from processing.stretches import Conclusion, Kind
from storage.events import Event
from storage.topics import LOCATION, STAY

_NEAR_M = 120.0
_SHORTEST_US = 600_000_000
_SILENCE_US = 3_600_000_000
_EARTH_M = 6_371_000.0

Place = tuple[float, float]
"""Latitude and longitude in degrees."""


def conclude(events: Sequence[Event], now_us: int) -> list[Conclusion]:
    """Return the runs of locations near each other; one is over when a later one lies elsewhere, or after an hour."""
    found = []
    for device in sorted({event.device for event in events}):
        mine = sorted((one for one in events if one.device == device), key=lambda event: event.start_us)
        runs = _runs(mine)
        for number, run in enumerate(runs):
            last = number == len(runs) - 1
            found.append(_conclusion(run, over=not last or now_us - run[-1].end_us > _SILENCE_US))
    return found


def distance_m(one: Place, other: Place) -> float:
    """Return metres between two places on a sphere (haversine)."""
    north, south = math.radians(one[0]), math.radians(other[0])
    across = math.radians(other[1] - one[1])
    half = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    return 2 * _EARTH_M * math.asin(min(1.0, math.sqrt(half)))


def place_of(event: Event) -> Place | None:
    """Return where an event happened; clients name the fields differently."""
    latitude = event.data.get("latitude", event.data.get("lat"))
    longitude = event.data.get("longitude", event.data.get("lon"))
    if isinstance(latitude, int | float) and isinstance(longitude, int | float):
        return float(latitude), float(longitude)
    return None


def _runs(events: Sequence[Event]) -> list[list[Event]]:
    runs: list[list[Event]] = []
    anchor: Place | None = None
    for event in events:
        place = place_of(event)
        near = anchor is not None and place is not None and distance_m(anchor, place) <= _NEAR_M
        soon = bool(runs) and event.start_us - runs[-1][-1].end_us <= _SILENCE_US
        if (near and soon) or (place is None and runs):
            runs[-1].append(event)
        else:
            runs.append([event])
            anchor = place
    return runs


def _conclusion(run: Sequence[Event], *, over: bool) -> Conclusion:
    places = [place for event in run if (place := place_of(event)) is not None]
    start_us, end_us = run[0].start_us, max(event.end_us for event in run)
    count = max(1, len(places))
    return Conclusion(
        parent=run[0],
        members=frozenset(event.uid for event in run),
        over=over,
        worth=bool(places) and end_us - start_us >= _SHORTEST_US,
        topic=STAY,
        start_us=start_us,
        end_us=end_us,
        data={
            "latitude": round(sum(place[0] for place in places) / count, 6),
            "longitude": round(sum(place[1] for place in places) / count, 6),
            "locations": len(places),
        },
    )


STAYS = Kind("stays", "1", (LOCATION,), conclude)
