"""What every implementation of `Store` owes its callers; a second one joins by a line in `stores.MEMBERS`.

The tiles are compared with a plain count over all events, after any history of appends, extensions and deletions.
"""

import tempfile
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.events import Event, imported_uid
from storage.pyramid import tiles as pyramid_tiles
from storage.store import EventQuery, LaneTile, Store, TileRequest
from storage.topics import (
    CLIPBOARD,
    COVERAGE,
    INPUT_ACTIVITY,
    MICROPHONE,
    SCREEN,
    THUMBNAIL,
    TRANSCRIPT,
    WINDOW_FOCUS,
    builtin_topics,
)
from tests.contract.stores import HISTORIES, MEMBERS, Member, everywhere

S = 1_000_000
LANES = ("applications", "input", "screen", "speech")


def event(key: object, topic: str = WINDOW_FOCUS, start_s: float = 0, length_s: float = 0, **fields: object) -> Event:
    data = {
        WINDOW_FOCUS: {"app": "editor", "title": "notes"},
        INPUT_ACTIVITY: {"keys": 3, "clicks": 1},
        SCREEN: {"display": 0, "width": 8, "height": 6, "trigger": "change", "app": "editor"},
        THUMBNAIL: {"width": 4, "height": 3},
        TRANSCRIPT: {"words": []},
        MICROPHONE: {"rate_hz": 16_000, "channels": 1, "peak": 0.5},
        CLIPBOARD: {"characters": 1},
        COVERAGE: {"source": "screen", "state": "recording"},
    }[topic]
    start_us = round(start_s * S)
    found = {"data": data, "received_us": start_us, **fields}
    uid = imported_uid("test", str(key))
    return Event(uid, topic, str(found.pop("device", "desk")), start_us, start_us + round(length_s * S), **found)  # type: ignore[arg-type]


def picture(number: int) -> str:
    return f"{number:064x}"


# Single events and spans


def test_an_event_is_found_by_its_uid_whole(member: Member) -> None:
    kept = event(1, SCREEN, 5, media=picture(7), text="t", tz_offset_min=60, uncertainty_us=-1, parent=event(2).uid)
    member.log.append([kept])
    assert member.store.get(kept.uid) == kept
    assert member.store.get(event("none").uid) is None


def test_children_are_what_was_derived_directly_oldest_first(member: Member) -> None:
    frame = event("frame", SCREEN, 5)
    late = event("late", THUMBNAIL, 9, parent=frame.uid)
    early = event("early", THUMBNAIL, 6, parent=frame.uid)
    grandchild = event("grandchild", THUMBNAIL, 7, parent=early.uid)
    member.log.append([frame, late, early, grandchild])
    assert member.store.children(frame.uid) == [early, late]


def test_events_that_touch_a_span_come_in_order_of_start(member: Member) -> None:
    inside, reaching, over = (
        event(1, start_s=12),
        event(2, start_s=5, length_s=6),
        event(3, start_s=0, length_s=100_000),
    )
    ending, beginning = event(4, start_s=3, length_s=7), event(5, start_s=20)
    member.log.append([inside, reaching, over, ending, beginning])
    found = member.store.events(EventQuery(start_us=10 * S, end_us=20 * S))
    assert found == [over, reaching, inside]
    assert member.store.events(EventQuery(start_us=10 * S, end_us=20 * S, newest_first=True)) == found[::-1]
    assert member.store.events(EventQuery(start_us=10 * S, end_us=20 * S, limit=2)) == found[:2]


def test_an_instant_belongs_to_the_span_it_begins(member: Member) -> None:
    member.log.append([event(1, start_s=10)])
    assert len(member.store.events(EventQuery(start_us=10 * S, end_us=11 * S))) == 1
    assert len(member.store.events(EventQuery(start_us=9 * S, end_us=10 * S))) == 0


def test_topics_patterns_and_devices_choose(member: Member) -> None:
    a, b, c = event(1), event(2, INPUT_ACTIVITY, 1), event(3, CLIPBOARD, 2, device="phone")
    member.log.append([a, b, c])
    assert member.store.events(EventQuery(topics=("os.*.raw",))) == [a, b]
    assert member.store.events(EventQuery(topics=(CLIPBOARD, WINDOW_FOCUS))) == [a, c]
    assert member.store.events(EventQuery(device="phone")) == [c]
    assert member.store.events(EventQuery(device="watch")) == []
    assert member.store.events(EventQuery(topics=("no.such.topic",))) == []


def test_the_latest_before_a_moment(member: Member) -> None:
    first, second = event(1, start_s=1), event(2, start_s=5)
    member.log.append([second, first])
    assert member.store.latest([WINDOW_FOCUS], 4 * S) == first
    assert member.store.latest([WINDOW_FOCUS], 5 * S) == second
    assert member.store.latest([WINDOW_FOCUS], 0) is None


def test_a_scan_yields_everything_once_in_order(member: Member) -> None:
    events = [event(n, start_s=n // 3, length_s=n % 5) for n in range(50)]
    member.log.append(events[::-1])
    found = [item for batch in member.store.scan(EventQuery(limit=3), batch=7) for item in batch]
    assert sorted(found, key=lambda item: item.uid) == sorted(events, key=lambda item: item.uid)
    assert [item.start_us for item in found] == sorted(item.start_us for item in events)


def test_a_scan_of_a_span_reaches_back_to_long_events(member: Member) -> None:
    long, short = event(1, start_s=0, length_s=10_000), event(2, start_s=5_000)
    member.log.append([long, short])
    query = EventQuery(start_us=4_000 * S, end_us=6_000 * S)
    assert [item for batch in member.store.scan(query, batch=1) for item in batch] == [long, short]


def test_extent_and_counts(member: Member) -> None:
    assert member.store.extent() is None
    assert member.store.counts() == {}
    member.log.append([event(1, start_s=5, length_s=5_000), event(2, start_s=70), event(3, INPUT_ACTIVITY, start_s=-3)])
    assert member.store.extent() == (-3 * S, 5_005 * S)
    assert member.store.counts() == {WINDOW_FOCUS: 2, INPUT_ACTIVITY: 1}
    assert member.store.counts(0, 70 * S) == {WINDOW_FOCUS: 1}


def test_the_extent_ends_with_what_lasts_longest_however_long_ago_it_began(member: Member) -> None:
    chance = Random(4)
    many = [event(n, start_s=chance.randrange(10**6), length_s=4 ** chance.randrange(11)) for n in range(300)]
    last = 0
    for batch in (many[:100], many[100:200], many[200:]):
        member.log.append(batch)
        last = max(last, *(each.end_us for each in batch))
        extent = member.store.extent()
        assert extent is not None
        assert extent[1] == last


def test_an_extension_is_folded_in_and_a_deletion_takes_out(member: Member) -> None:
    member.log.append([event(1, start_s=0, length_s=1), event(2, start_s=0)])
    member.log.extend(event(1).uid, 50_000 * S, {"app": "browser", "title": "news"})
    member.log.delete([event(2).uid])
    (found,) = member.store.events(EventQuery(start_us=40_000 * S, end_us=40_001 * S))
    assert (found.end_us, found.data["app"]) == (50_000 * S, "browser")
    assert member.store.get(event(2).uid) is None
    assert member.store.extent() == (0, 50_000 * S)


# Tiles


def tile(member: Member, lane: str, start_s: float, end_s: float, width_px: int = 200) -> LaneTile:
    (found,) = member.store.tiles(TileRequest((lane,), round(start_s * S), round(end_s * S), width_px))
    return found


def test_few_events_come_as_they_are(member: Member) -> None:
    member.log.append(
        [event(n, start_s=1_000 * n, length_s=90, data={"app": f"app{n}", "title": ""}) for n in range(9)]
    )
    for span_s in (9_000, 9_000_000):
        found = tile(member, "applications", 0, span_s)
        assert found.bucket_us == 0
        assert found.starts.tolist() == [1_000 * S * n for n in range(9)]
        assert (found.ends - found.starts).tolist() == [90 * S] * 9
        assert [found.label_names[index] for index in found.labels] == [f"app{n}" for n in range(9)]
        assert [member.store.by_key(key).start_us for key in found.keys.tolist()] == found.starts.tolist()  # type: ignore[union-attr]


def test_many_events_come_as_at_most_two_buckets_a_pixel(member: Member) -> None:
    member.log.append([event(n, INPUT_ACTIVITY, start_s=7 * n, length_s=1) for n in range(3_000)])
    for width_px in (20, 200, 1_000):
        found = tile(member, "input", 0, 21_000, width_px)
        assert 0 < len(found.starts) <= 2 * width_px + 1
        assert found.counts.sum() == 3_000 or found.bucket_us % (7 * S)
        assert found.busy_us.sum() == 3_000 * S
        assert set(found.last.tolist()) == {4.0}


def test_a_lane_that_is_unknown_or_empty_is_an_empty_tile(member: Member) -> None:
    for lane in ("camera", "no such lane"):
        found = tile(member, lane, 0, 1_000)
        assert (found.lane, len(found.starts), len(found.media)) == (lane, 0, 0)


@pytest.mark.parametrize("span_s", [600, 40_000, 4_000_000])
def test_a_lane_of_one_device_holds_what_that_observed(member: Member, span_s: int) -> None:
    mine = [event(n, INPUT_ACTIVITY, start_s=10 * n, length_s=3 + 200 * (n % 9 == 0)) for n in range(400)]
    other = [event(f"p{n}", INPUT_ACTIVITY, start_s=10 * n + 5, length_s=2, device="phone") for n in range(300)]
    member.log.append([*mine, *other])
    member.settle()
    for device, observed in (("phone", other), (mine[0].device, mine), ("watch", [])):
        (found,) = member.store.tiles(TileRequest(("input",), 0, span_s * S, 50, device))
        inside = [one for one in observed if one.start_us < span_s * S]
        assert found.told_apart
        assert found.counts.sum() >= len(inside)
        assert found.bucket_us or len(found.starts) == len(inside)
        assert bool(found.busy_us.sum()) == bool(inside)
        assert found.busy_us.sum() <= sum(one.end_us - one.start_us for one in inside)


def test_devices_of_very_many_events_are_not_told_apart(member: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyramid_tiles, "MOST_TOLD_APART", 100)
    member.log.append([event(n, INPUT_ACTIVITY, start_s=1_000 * n) for n in range(200)])
    member.settle()
    (found,) = member.store.tiles(TileRequest(("input",), 0, 200_000 * S, 50, "desk"))
    assert not found.told_apart
    assert not len(found.starts)
    (near,) = member.store.tiles(TileRequest(("input",), 0, 10_000 * S, 50, "desk"))
    assert near.told_apart


def test_lanes_come_in_the_order_asked_for(member: Member) -> None:
    request = TileRequest(("screen", "input", "applications"), 0, S, 100)
    assert [found.lane for found in member.store.tiles(request)] == ["screen", "input", "applications"]


def test_a_transcript_is_labelled_with_its_text(member: Member) -> None:
    member.log.append([event(1, TRANSCRIPT, 5, 3, text="good morning")])
    found = tile(member, "speech", 0, 100)
    assert found.label_names == ("good morning",)


def test_pictures_are_small_where_there_is_a_thumbnail(member: Member) -> None:
    frames = [event(n, SCREEN, n, media=picture(n)) for n in range(300)]
    member.log.append(frames)
    small = [event(f"t{n}", THUMBNAIL, n, parent=frames[n].uid, media=picture(1_000 + n)) for n in range(300)]
    member.log.append(small)
    exact = tile(member, "screen", 0, 10, 1_000)
    assert [address.decode() for address in exact.media] == [picture(1_000 + n) for n in range(10)]
    coarse = tile(member, "screen", 0, 320_000, 1_000)
    assert coarse.bucket_us > 0
    assert coarse.media[0].decode() == picture(1_000)
    member.settle()
    assert tile(member, "screen", 0, 320_000, 1_000).media.tolist() == coarse.media.tolist()
    member.log.delete([item.uid for item in small])
    assert tile(member, "screen", 0, 320_000, 1_000).media[0].decode() == picture(0)


def test_hours_of_a_growing_span_are_seen_at_every_zoom(member: Member) -> None:
    member.log.append([event(n, start_s=20 * n, length_s=1) for n in range(400)])
    member.log.append([event("open", start_s=10_000, data={"app": "call", "title": ""})])
    for end_s in (10_010, 10_400, 14_000, 90_000, 900_000):
        member.log.extend(event("open").uid, end_s * S)
        member.settle()
        for span_s in (20_000, 200_000, 2_000_000):
            found = tile(member, "applications", 0, span_s)
            covered = int(found.busy_us[found.starts >= 9_000 * S].sum()) / S
            assert covered == pytest.approx(min(end_s, span_s) - 10_000, abs=found.bucket_us / S + 1)


# Tiles against a plain count


@dataclass(frozen=True)
class Append:
    events: tuple[Event, ...]


@dataclass(frozen=True)
class Extend:
    which: int
    by_us: int


@dataclass(frozen=True)
class Delete:
    which: tuple[int, ...]


@dataclass(frozen=True)
class Settle:
    pass


Step = Append | Extend | Delete | Settle

starts_us = st.one_of(
    st.integers(0, 10**9),
    st.integers(-(10**10), 10**12),
    st.integers(-(10**15), 10**15),
)
lengths_us = st.one_of(
    st.just(0), st.integers(0, 10**7), st.integers(0, 10**9), st.integers(0, 10**12), st.integers(0, 10**15)
)
topics = st.sampled_from([WINDOW_FOCUS, INPUT_ACTIVITY, SCREEN, TRANSCRIPT, MICROPHONE])


@st.composite
def made_events(draw: st.DrawFn) -> Event:
    number = draw(st.integers(0, 2**40))
    base = event(number, draw(topics), 0, text=draw(st.sampled_from([None, "said"])))
    start_us, length_us = draw(starts_us), draw(lengths_us)
    data = dict(base.data)
    if "app" in data:
        data["app"] = draw(st.sampled_from(["a", "b", "c"]))
    if "keys" in data:
        data["keys"] = draw(st.integers(0, 50))
    media = picture(number + 1) if base.topic == SCREEN and draw(st.booleans()) else None
    return replace(base, start_us=start_us, end_us=start_us + length_us, data=data, media=media)


steps = st.lists(
    st.one_of(
        st.builds(Append, st.lists(made_events(), min_size=1, max_size=25).map(tuple)),
        st.builds(Extend, st.integers(0, 10**6), lengths_us),
        st.builds(Delete, st.lists(st.integers(0, 10**6), min_size=1, max_size=4).map(tuple)),
        st.just(Settle()),
    ),
    min_size=1,
    max_size=8,
)
requests = st.builds(
    lambda start, span, width: TileRequest(LANES, start, start + span, width),
    st.one_of(st.just(-5 * S), starts_us),
    st.one_of(st.integers(1, 10**9), st.integers(10**9, 10**12), st.integers(10**12, 3 * 10**15)),
    st.sampled_from([3, 40, 200]),
)


CROWD = tuple(
    event(f"{topic}{n}", topic, 7.7 * n, n % 4, media=picture(n) if topic == SCREEN else None)
    for topic in (WINDOW_FOCUS, INPUT_ACTIVITY, SCREEN, MICROPHONE)
    for n in range(130)
)
"""Enough in every lane for buckets wherever the first quarter of an hour is in view."""


@everywhere
def test_tiles_agree_with_a_plain_count_after_any_history(kind: str) -> None:
    @settings(max_examples=HISTORIES[kind], deadline=None, suppress_health_check=list(HealthCheck))
    @given(history=steps, asked=st.lists(requests, min_size=1, max_size=3))
    def agree(history: list[Step], asked: list[TileRequest]) -> None:
        with tempfile.TemporaryDirectory() as folder, closing(MEMBERS[kind](Path(folder, "store"))) as member:
            live: dict[bytes, Event] = {}
            for step in (Append(CROWD), *history):
                _take(member, live, step)
                for request in asked:
                    for found in member.store.tiles(request):
                        _check(member.store, found, list(live.values()))

    agree()


def _take(member: Member, live: dict[bytes, Event], step: Step) -> None:
    uids = sorted(live)
    if isinstance(step, Append):
        member.log.append(step.events)
        for item in step.events:
            live.setdefault(item.uid, item)
    elif isinstance(step, Extend) and uids:
        uid = uids[step.which % len(uids)]
        live[uid] = replace(live[uid], end_us=live[uid].end_us + step.by_us)
        member.log.extend(uid, live[uid].end_us)
    elif isinstance(step, Delete) and uids:
        chosen = {uids[which % len(uids)] for which in step.which}
        assert member.log.delete(sorted(chosen)) == len(chosen)
        for uid in chosen:
            del live[uid]
    elif isinstance(step, Settle):
        member.settle()


def _check(store: Store, found: LaneTile, events: list[Event]) -> None:
    """Compare one tile with the events themselves."""
    mine = [item for item in events if builtin_topics()[item.topic].lane == found.lane]
    width = found.bucket_us
    if width == 0:
        expected = sorted((item.start_us, item.end_us) for item in mine if _touches(item, found.start_us, found.end_us))
        starts = found.starts.tolist()
        assert starts == sorted(starts)
        assert sorted(zip(starts, found.ends.tolist(), strict=True)) == expected
        return
    inside: dict[int, list[Event]] = {}
    low, high = found.start_us // width, (found.end_us - 1) // width
    for item in mine:
        for index in range(
            max(low, item.start_us // width), min(high, max(item.start_us, item.end_us - 1) // width) + 1
        ):
            inside.setdefault(index, []).append(item)
    assert (found.starts // width).tolist() == sorted(inside)
    assert (found.ends - found.starts == width).all()
    for row, index in enumerate(sorted(inside)):
        _check_bucket(store, found, row, inside[index], (index * width, (index + 1) * width))


def _check_bucket(store: Store, found: LaneTile, row: int, events: list[Event], span: tuple[int, int]) -> None:
    assert found.counts[row] == len(events)
    busy = sum(min(item.end_us, span[1]) - max(item.start_us, span[0]) for item in events)
    assert found.busy_us[row] == min(busy, span[1] - span[0])
    longest = store.by_key(int(found.keys[row]))
    assert longest is not None
    assert longest.end_us - longest.start_us == max(item.end_us - item.start_us for item in events)
    label = None if found.labels[row] < 0 else found.label_names[found.labels[row]]
    assert label == longest.data.get("app") if longest.topic in (WINDOW_FOCUS, SCREEN) else label is None
    valued = [(item.start_us, _value(item)) for item in events if _value(item) is not None]
    if valued:
        values = [value for _, value in valued]
        newest = max(start for start, _ in valued)
        assert (found.low[row], found.high[row]) == (min(values), max(values))
        assert found.last[row] in {value for start, value in valued if start == newest}
    else:
        assert np.isnan([found.low[row], found.high[row], found.last[row]]).all()
    pictured = [item for item in events if item.media is not None]
    oldest = min((item.start_us for item in pictured), default=None)
    assert found.media[row].decode() in ({item.media for item in pictured if item.start_us == oldest} or {""})


def _touches(item: Event, start_us: int, end_us: int) -> bool:
    return item.start_us < end_us and (item.end_us > start_us or item.start_us >= start_us)


def _value(item: Event) -> float | None:
    if item.topic == INPUT_ACTIVITY:
        return float(item.data["keys"] + item.data["clicks"])  # type: ignore[operator]
    return float(item.data["peak"]) if item.topic == MICROPHONE else None  # type: ignore[arg-type]


def test_columns_are_what_a_scan_yields(member: Member) -> None:
    member.log.append([event(n, start_s=n % 4, length_s=n) for n in range(20)])
    scanned = [item for batch in member.store.scan(EventQuery()) for item in batch]
    found = list(member.store.columns(EventQuery(), 7))
    assert [uid for columns in found for uid in columns.uid] == [item.uid for item in scanned]
    assert [end for columns in found for end in columns.end_us] == [item.end_us for item in scanned]
    assert [topic for columns in found for topic in columns.topic] == [item.topic for item in scanned]
    assert list(member.store.columns(EventQuery(device="nobody"))) == []
