"""Lanes grouped by device: which there are, and in which order they stand.

Reading which device has which lanes blocks: for a worker thread.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.timeline.lanes import Lane, lane_name
from storage.events import Event
from storage.store import EventQuery, Store
from storage.topics import builtin_topics

_NEWEST = 200
_PROBES, _PROBE = 24, 5


def devices_by_lane(store: Store) -> dict[str, tuple[str, ...]]:
    """Return the devices of each lane, sorted, as a look at each topic's newest events and at 24 moments finds them.

    A device that was used once between those moments may be missed; its events are seen where lanes are not grouped.

    Raises:
        StoreError: the store could not answer.
    """
    extent = store.extent()
    found: dict[str, set[str]] = {}
    if extent is None:
        return {}
    moments = range(extent[0], extent[1] + 1, max(1, (extent[1] - extent[0]) // _PROBES))
    for topic in builtin_topics().values():
        if topic.lane is None:
            continue
        newest = store.events(EventQuery((topic.name,), newest_first=True, limit=_NEWEST))
        probes = moments if len(newest) == _NEWEST else ()
        events = [*newest, *(each for at in probes for each in _from(store, topic.name, at))]
        found.setdefault(topic.lane, set()).update(event.device for event in events)
    return {lane: tuple(sorted(devices)) for lane, devices in found.items() if devices}


def by_device(lanes: Sequence[Lane], devices: Mapping[str, Sequence[str]]) -> tuple[Lane, ...]:
    """Return the lanes of the first device, then of the next; those of which no device is known stand at the end."""
    named = sorted({device for lane in lanes for device in devices.get(lane.name, ())})
    mine = [_of(lane, device) for device in named for lane in lanes if device in devices.get(lane.name, ())]
    return (*mine, *(lane for lane in lanes if lane.name.startswith("query:")))


def _of(lane: Lane, device: str) -> Lane:
    return replace(lane, name=lane_name(lane.name, device), subtitle=device, device=device)


def _from(store: Store, topic: str, start_us: int) -> Sequence[Event]:
    return store.events(EventQuery((topic,), start_us, limit=_PROBE))
