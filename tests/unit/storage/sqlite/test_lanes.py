"""Lanes: which topics they show and how their events are labelled."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from storage.clock import SystemClock
from storage.pyramid.labels import Labels
from storage.sqlite.lanes import load_lanes, long_events, short_events
from storage.sqlite.open import SqliteStorage, open_sqlite
from storage.store import TileRequest
from storage.topics import INPUT_ACTIVITY, MICROPHONE, TRANSCRIPT, WINDOW_FOCUS, builtin_topics
from tests.unit.storage.conftest import MakeEvent

DAY_US = 86_400_000_000


@pytest.fixture
def labels() -> Labels:
    return Labels()


def test_lanes_are_those_of_the_topics(storage: SqliteStorage) -> None:
    with storage.readers.lend() as connection:
        lanes = load_lanes(connection)
    assert set(lanes) == {topic.lane for topic in builtin_topics().values() if topic.lane}
    assert len({lane.number for lane in lanes.values()}) == len(lanes)
    assert len(lanes["speech"].topics) == 2


def test_values_may_be_sums_and_may_be_missing(storage: SqliteStorage, make_event: MakeEvent, labels: Labels) -> None:
    sound = {"rate_hz": 1, "channels": 1}
    storage.log.append(
        [
            make_event(1, INPUT_ACTIVITY, data={"keys": 4, "clicks": 2}),
            make_event(2, MICROPHONE, data={**sound, "peak": 0.25}),
            make_event(3, MICROPHONE, 1, data=sound),
        ]
    )
    with storage.readers.lend() as connection:
        lanes = load_lanes(connection)
        assert short_events(connection, lanes["input"], [(0, DAY_US)], labels)["value"].tolist() == [6.0]
        heard = short_events(connection, lanes["speech"], [(0, DAY_US)], labels)
    np.testing.assert_array_equal(heard["value"], [0.25, np.nan])


def test_sentences_are_labels_of_exact_events_alone(
    storage: SqliteStorage, make_event: MakeEvent, labels: Labels
) -> None:
    storage.log.append([make_event(1, TRANSCRIPT, text="good morning", data={"words": []})])
    with storage.readers.lend() as connection:
        lane = load_lanes(connection)["speech"]
        bare = short_events(connection, lane, [(0, DAY_US)], labels)
        worded = short_events(connection, lane, [(0, DAY_US)], labels, worded=True)
    assert bare["label"].tolist() == [-1]
    assert labels.text(worded["label"][0]) == "good morning"


def test_an_event_in_two_spans_comes_once(storage: SqliteStorage, make_event: MakeEvent, labels: Labels) -> None:
    storage.log.append([make_event(1, at_s=0, length_s=100), make_event(2, at_s=0, length_s=50_000)])
    runs = [(10_000_000, 20_000_000), (40_000_000, 50_000_000)]
    with storage.readers.lend() as connection:
        lane = load_lanes(connection)["applications"]
        assert short_events(connection, lane, runs, labels)["key"].tolist() == [1]
        assert long_events(connection, lane, runs, range(3, 17), labels)["key"].tolist() == [2]
        assert len(long_events(connection, lane, runs, range(3, 6), labels)) == 0


def test_a_topic_that_changes_its_lane_takes_its_events_along(tmp_path: Path, make_event: MakeEvent) -> None:
    storage = open_sqlite(tmp_path, clock=SystemClock())
    storage.log.append([make_event(n, at_s=10 * n) for n in range(300)])
    storage.close()
    moved = replace(builtin_topics()[WINDOW_FOCUS], lane="windows", label="title")
    storage = open_sqlite(tmp_path, clock=SystemClock(), topics=builtin_topics() | {WINDOW_FOCUS: moved})
    old, new = storage.store.tiles(TileRequest(("applications", "windows"), 0, DAY_US, 500))
    assert len(old.starts) == 0
    assert new.counts.sum() == 300
    assert new.label_names == ("notes",)
    storage.close()
