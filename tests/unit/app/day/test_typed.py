"""Keys between moments: each counted once, where its second begins."""

from pathlib import Path

from app.day.typed import keys_between
from storage.events import Event, JsonObject, new_uid
from storage.topics import INPUT_ACTIVITY
from tests.data.sample_store import opened

S = 1_000_000


def typed(at_s: int, data: JsonObject) -> Event:
    return Event(new_uid(), INPUT_ACTIVITY, "desk", at_s * S, (at_s + 1) * S, at_s * S, data=data)


def test_keys_are_counted_where_they_begin(tmp_path: Path) -> None:
    with opened(tmp_path) as recorded:
        seconds = [typed(at, {"keys": at, "clicks": 0}) for at in (9, 10, 19, 20, 29, 30)]
        recorded.storage.log.append(seconds)
        assert keys_between(recorded.storage.store, [10 * S, 20 * S, 30 * S]).tolist() == [10 + 19, 20 + 29]
        assert keys_between(recorded.storage.store, [100 * S, 200 * S]).tolist() == [0]
