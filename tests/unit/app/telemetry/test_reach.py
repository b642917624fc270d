"""A collector that comes and goes is told of once each way."""

import logging
from collections.abc import Sequence

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

from app.telemetry.reach import Reach


class Collector(SpanExporter):
    """Takes spans or not; remembers how many, and whether it was closed."""

    def __init__(self) -> None:
        self.there, self.taken, self.closed = True, 0, False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        if not self.there:
            return SpanExportResult.FAILURE
        self.taken += len(spans)
        return SpanExportResult.SUCCESS

    def shutdown(self) -> None:
        self.closed = True


def test_lost_and_regained_are_said_once_each(caplog: pytest.LogCaptureFixture) -> None:
    collector, reach = Collector(), Reach("http://127.0.0.1:4318")
    told = reach.following(collector)
    spans = [ReadableSpan("one"), ReadableSpan("two")]

    with caplog.at_level(logging.INFO):
        assert told.export(spans) is SpanExportResult.SUCCESS
        assert (reach.trouble, collector.taken) == ("", 2)
        collector.there = False
        for _ in range(3):
            assert told.export(spans) is SpanExportResult.FAILURE
        assert "http://127.0.0.1:4318 takes nothing" in reach.trouble
        collector.there = True
        for _ in range(3):
            told.export(spans)

    assert reach.trouble == ""
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    told.shutdown()
    assert collector.closed
