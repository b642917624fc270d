"""Events as rows and back."""

from dataclasses import replace

import pytest

from storage.postgres.open import PostgresStorage
from storage.postgres.rows import INSERT_COLUMNS, encode
from tests.unit.storage.conftest import MakeEvent


def test_a_row_has_a_value_for_every_column(make_event: MakeEvent) -> None:
    event = make_event(1)
    row = encode(event, 7, {event.topic: 3}, {event.device: 4})
    assert len(row) == len(INSERT_COLUMNS)
    assert row[:5] == (7, event.uid, 3, 4, event.start_us)


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "", "tz_offset_min": -570, "uncertainty_us": -1, "media": "0f" * 32, "parent": bytes(range(16))},
        {"text": "tab\tnew\nline \\N \\. é 会議 \0", "device": "the \0 phone"},
        {"data": {"app": "a", "title": "b", "deep": [1, 2.5, None, True, {"x": "\0"}], "z": 0, "y": 1}},
        {"start_us": -(1 << 61), "end_us": 1 << 61, "received_us": 1 << 61, "uncertainty_us": 1 << 40},
    ],
)
def test_an_event_comes_back_whole(postgres: PostgresStorage, make_event: MakeEvent, fields: dict[str, object]) -> None:
    event = replace(make_event(1), **fields)  # type: ignore[arg-type]
    postgres.ingest.append([event])
    found = postgres.store.get(event.uid)
    assert found == event
    assert list(found.data) == list(event.data)
