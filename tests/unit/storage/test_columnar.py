import orjson

from storage.columnar import columns_of
from storage.events import Event


def test_every_field_is_where_the_event_has_it() -> None:
    first = Event(b"a" * 16, "x.y.z.raw", "desk", 1, 2, 3, 60, 5, "ä", {"n": 1}, "ab" * 32, b"p" * 16)
    second = Event(b"b" * 16, "x.y.z.raw", "phone", 4, 4, 4)
    columns = columns_of([first, second])
    assert len(columns) == 2
    assert list(columns.device) == ["desk", "phone"]
    assert list(columns.end_us) == [2, 4]
    assert list(columns.tz_offset_min) == [60, None]
    assert [orjson.loads(text) for text in columns.data] == [{"n": 1}, {}]
    assert list(columns.media) == ["ab" * 32, None]
    assert list(columns.parent) == [b"p" * 16, None]


def test_no_events_are_columns_of_length_nothing() -> None:
    assert len(columns_of([])) == 0
