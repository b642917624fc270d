"""How many keys were pressed between some moments: counted from the events, as the pyramid keeps no sums. Blocking."""

from collections.abc import Sequence

import numpy as np
import orjson
from numpy.typing import NDArray

from storage.store import EventQuery, Store
from storage.topics import INPUT_ACTIVITY


def keys_between(store: Store, edges: Sequence[int]) -> NDArray[np.int64]:
    """Return the keys pressed in each of `[edges[n], edges[n + 1])`; what begins before the first counts nowhere.

    A month of seconds in which somebody typed are some hundred thousand; they are read as columns, with flat memory.

    Raises:
        StoreError: the store could not answer.
    """
    keys = np.zeros(len(edges) - 1, dtype=np.int64)
    bounds = np.asarray(edges, dtype=np.int64)
    for batch in store.columns(EventQuery((INPUT_ACTIVITY,), edges[0], edges[-1])):
        starts = np.array(batch.start_us, dtype=np.int64)
        slots = np.searchsorted(bounds, starts, side="right") - 1
        pressed = np.array([_keys_of(text) for text in batch.data], dtype=np.int64)
        inside = (slots >= 0) & (slots < len(keys))
        np.add.at(keys, slots[inside], pressed[inside])
    return keys


def _keys_of(text: str) -> int:
    keys = orjson.loads(text).get("keys")
    return int(keys) if isinstance(keys, int | float) else 0
