import json
import logging
import stat
from pathlib import Path

import pytest
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace.export import SpanExportResult

from app.telemetry.spans import spans_of
from app.telemetry.tap import Passage
from app.telemetry.trace_file import TraceFile
from tests.data.passing import copied

SPANS = list(spans_of(Passage((copied(),), "", 1, 1, 2), Resource({})))


def test_each_span_is_a_line_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "logs" / "traces.jsonl"
    assert TraceFile(path).export(SPANS) is SpanExportResult.SUCCESS
    names = [json.loads(line)["name"] for line in path.read_text().splitlines()]
    assert names == [span.name for span in SPANS]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_full_file_makes_room_for_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "traces.jsonl"
    file = TraceFile(path, full_bytes=10)
    for _ in range(3):
        file.export(SPANS)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["traces.jsonl", "traces.old.jsonl"]
    assert len(path.read_text().splitlines()) == len(SPANS)


def test_a_folder_that_cannot_be_written_is_said_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "logs").write_text("in the way")
    file = TraceFile(tmp_path / "logs" / "traces.jsonl")
    with caplog.at_level(logging.WARNING):
        assert [file.export(SPANS) for _ in range(2)] == [SpanExportResult.FAILURE] * 2
    assert len(caplog.records) == 1
