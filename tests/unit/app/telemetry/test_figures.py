"""Each figure as OpenTelemetry reads it: its name, its labels, its value at that moment."""

from collections import Counter
from collections.abc import Mapping

import pytest
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader, NumberDataPoint

from app.telemetry.figures import observe
from app.telemetry.health import Level, Verdict
from app.telemetry.tap import Counts
from capture.health import SourceHealth, SourceState
from processing.health import ProcessorHealth, ProcessorState
from storage.log import Lag


class Ailing:
    """A recorder in which something of everything is wrong."""

    level = Level.UNHEALTHY

    def counts(self) -> Counts:
        return Counts(Counter({"a.b": 3}), Counter({"g": 2}), Counter({"g": 1}))

    def sources(self) -> tuple[SourceHealth, ...]:
        states = (SourceState.RECORDING, SourceState.UNAVAILABLE, SourceState.CRASHED, SourceState.OFF)
        return tuple(SourceHealth(state.value, "", state) for state in states)

    def processors(self) -> tuple[ProcessorHealth, ...]:
        states = (ProcessorState.WORKING, ProcessorState.UNAVAILABLE, ProcessorState.OFF)
        return tuple(ProcessorHealth(state.value, "", state) for state in states)

    def lags(self) -> tuple[Lag, ...]:
        return (Lag("g", offset=5, head=20, entries=12, oldest_received_us=None),)

    def disk_bytes(self) -> Mapping[str, int]:
        return {"free": 7, "media": 9}

    def dead_letters(self) -> Mapping[str, int]:
        return {"g": 4}

    def verdict(self) -> Verdict:
        return Verdict(self.level)


Figures = dict[tuple[str, str], float]


def read(subject: Ailing) -> Figures:
    """Return every value by the figure's name and its only label's value."""
    reader = InMemoryMetricReader()
    provider = MeterProvider([reader], shutdown_on_exit=False)
    try:
        observe(provider.get_meter("test"), subject)
        found = reader.get_metrics_data()
    finally:
        provider.shutdown()
    assert found is not None
    return {
        (metric.name, str(next(iter((point.attributes or {}).values()), ""))): float(point.value)
        for metric in found.resource_metrics[0].scope_metrics[0].metrics
        for point in metric.data.data_points
        if isinstance(point, NumberDataPoint)
    }


@pytest.fixture(scope="module")
def figures() -> Figures:
    return read(Ailing())


@pytest.mark.parametrize(
    ("name", "label", "value"),
    [
        ("daytrail.events", "a.b", 3),
        ("daytrail.batches", "g", 2),
        ("daytrail.failures", "g", 1),
        ("daytrail.backlog", "g", 12),
        ("daytrail.dead_letters", "g", 4),
        ("daytrail.disk", "media", 9),
        ("daytrail.source.up", "recording", 1),
        ("daytrail.source.up", "unavailable", 0),
        ("daytrail.source.up", "crashed", 0),
        ("daytrail.processor.up", ProcessorState.WORKING.value, 1),
        ("daytrail.processor.up", ProcessorState.UNAVAILABLE.value, 0),
        ("daytrail.health", "", 2),
    ],
)
def test_a_figure_has_its_value(figures: Figures, name: str, label: str, value: float) -> None:
    assert figures[name, label] == value


def test_what_is_turned_off_is_neither_up_nor_down(figures: Figures) -> None:
    assert ("daytrail.source.up", "off") not in figures
    assert ("daytrail.processor.up", ProcessorState.OFF.value) not in figures


def test_memory_and_processor_time_are_this_process_own(figures: Figures) -> None:
    assert figures["daytrail.memory", "main"] > 10_000_000
    assert figures["daytrail.cpu", ""] > 0


def test_a_healthy_recorder_is_zero() -> None:
    subject = Ailing()
    subject.level = Level.HEALTHY
    assert read(subject)["daytrail.health", ""] == 0
