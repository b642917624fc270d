"""A day's figures over a real store: clipped to the day, without idle time, by the wall clock's hours."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.day.report import day_bounds, hour_edges, read_day, read_windows
from app.timeline.zone import HOUR_US, MINUTE_US, NamedZone
from storage.clock import SystemClock
from storage.events import Event, JsonObject, new_uid
from storage.sqlite.open import SqliteStorage, open_sqlite
from storage.topics import ECHO, INPUT_ACTIVITY, INPUT_IDLE, PRESENCE, VOICE, WINDOW_FOCUS

BERLIN = NamedZone(ZoneInfo("Europe/Berlin"))
DAY = date(2026, 11, 16)
HEARD: JsonObject = {"offset_us": 0, "duration_us": 1, "score": 0.9}
MIDNIGHT_US = int(datetime(2026, 11, 16, tzinfo=ZoneInfo("Europe/Berlin")).timestamp()) * 1_000_000


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[SqliteStorage]:
    opened = open_sqlite(tmp_path, clock=SystemClock())
    yield opened
    opened.close()


def event(topic: str, start_min: float, end_min: float, data: JsonObject | None = None) -> Event:
    start_us, end_us = (MIDNIGHT_US + round(minutes * MINUTE_US) for minutes in (start_min, end_min))
    return Event(new_uid(), topic, "desk", start_us, end_us, end_us, data=data or {})


def window(start_min: float, end_min: float, app: str, title: str = "") -> Event:
    return event(WINDOW_FOCUS, start_min, end_min, {"app": app, "title": title})


def test_windows_count_for_hours_and_titles_but_not_while_nobody_was_there(storage: SqliteStorage) -> None:
    storage.log.append(
        [
            window(-30, 10, "Mail", "inbox"),
            window(9 * 60 + 50, 10 * 60 + 30, "Code", "a.py"),
            window(10 * 60 + 30, 10 * 60 + 40, "Code", "b.py"),
            event(INPUT_IDLE, 10 * 60, 10 * 60 + 15),
        ]
    )
    report = read_day(storage.store, DAY, BERLIN)
    assert report.active_s == pytest.approx((10 + 10 + 15 + 10) * 60)
    assert [(app.name, round(app.seconds / 60)) for app in report.apps] == [("Code", 35), ("Mail", 10)]
    assert [round(seconds / 60) for seconds in report.apps[0].hours[9:11]] == [10, 25]
    assert report.windows[0] == ("Code", "a.py", 1500.0)
    assert set(report.windows[1:]) == {("Code", "b.py", 600.0), ("Mail", "inbox", 600.0)}


def test_windows_of_several_days_keep_their_titles(storage: SqliteStorage) -> None:
    day = 1_440
    storage.log.append(
        [
            window(600, 630, "Code", "a.py"),
            window(day + 600, day + 610, "Code", "a.py"),
            window(day + 610, day + 640, "Code", "b.py"),
            event(INPUT_IDLE, day + 620, day + 640),
            window(2 * day + 1, 2 * day + 9, "Code", "c.py"),
        ]
    )
    found = read_windows(storage.store, MIDNIGHT_US, MIDNIGHT_US + 2 * day * MINUTE_US)
    assert found == (("Code", "a.py", 2_400.0), ("Code", "b.py", 600.0))


def test_who_was_seen_by_the_camera_was_there_without_touching_anything(storage: SqliteStorage) -> None:
    seen = [event(PRESENCE, minute, minute + 2, {"people": 1}) for minute in (600, 602, 604)]
    watched = [window(590, 630, "Player", "film"), event(INPUT_IDLE, 600, 620), *seen]
    assert storage.log.append(watched).rejected == 0
    report = read_day(storage.store, DAY, BERLIN)
    assert report.active_s == (10 + 6 + 10) * 60
    assert report.windows == (("Player", "film", 26 * 60.0),)


def test_overlapping_devices_are_not_counted_twice(storage: SqliteStorage) -> None:
    storage.log.append([window(60, 90, "Code"), window(70, 100, "Maps")])
    assert read_day(storage.store, DAY, BERLIN).active_s == 40 * 60


def test_keys_are_counted_by_the_hour_and_speech_by_conversations(storage: SqliteStorage) -> None:
    typed = [
        event(INPUT_ACTIVITY, minute, minute + 1 / 60, {"keys": 7, "clicks": 0}) for minute in (540, 541, 610, 1500)
    ]
    storage.log.append(typed)
    talk = [event(VOICE, minute, minute + 0.5, HEARD) for minute in (600, 601, 602, 640)]
    assert storage.log.append([*talk, event(VOICE, 700, 700 + 1 / 60, HEARD)]).rejected == 0
    report = read_day(storage.store, DAY, BERLIN)
    assert (report.keys, report.busiest_hour) == (21, 9)
    assert report.spoken_s == pytest.approx(121)
    assert report.conversations == 2


def test_what_the_loudspeaker_said_is_not_counted_as_spoken(storage: SqliteStorage) -> None:
    twice: JsonObject = {"of": "00" * 16, "likeness": 0.9}
    events = [event(VOICE, 600, 605, HEARD), event(VOICE, 610, 612, HEARD), event(ECHO, 600, 605, twice)]
    assert storage.log.append(events).rejected == 0
    assert read_day(storage.store, DAY, BERLIN).spoken_s == 2 * 60


def test_an_empty_day_is_all_zero(storage: SqliteStorage) -> None:
    report = read_day(storage.store, DAY, BERLIN)
    assert (report.active_s, report.keys, report.busiest_hour, report.apps) == (0, 0, None, ())


@pytest.mark.parametrize(("day", "hours"), [(DAY, 24), (date(2026, 3, 29), 23), (date(2026, 10, 25), 25)])
def test_days_are_as_long_as_the_clocks_make_them(day: date, hours: int) -> None:
    start_us, end_us = day_bounds(day, BERLIN)
    edges = hour_edges(day, BERLIN)
    assert end_us - start_us == hours * HOUR_US
    assert (edges[0], edges[-1], len(edges)) == (start_us, end_us, 25)
    assert edges == sorted(edges)
