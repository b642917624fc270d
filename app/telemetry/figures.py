"""The figures that are shown to who asks: what each means, and where its value comes from at that moment."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

import psutil
from opentelemetry.metrics import CallbackOptions, Meter, Observation

from app.telemetry.health import Level, Verdict
from app.telemetry.tap import Counts
from capture.health import SourceHealth, SourceState
from processing.health import ProcessorHealth, ProcessorState
from storage.log import Lag

Observations = Iterable[Observation]
_LEVELS = tuple(Level)


class Subject(Protocol):
    """What the figures are about; each method is asked when somebody reads them."""

    def counts(self) -> Counts:
        """Return what has passed the log since the start."""
        ...

    def sources(self) -> tuple[SourceHealth, ...]:
        """Return every source's health."""
        ...

    def processors(self) -> tuple[ProcessorHealth, ...]:
        """Return every processor's health."""
        ...

    def lags(self) -> tuple[Lag, ...]:
        """Return how far each consumer group is behind."""
        ...

    def disk_bytes(self) -> Mapping[str, int]:
        """Return bytes by what they are for: `events`, `media`, `free`."""
        ...

    def dead_letters(self) -> Mapping[str, int]:
        """Return how many events were put aside, by consumer group."""
        ...

    def verdict(self) -> Verdict:
        """Return how the whole is doing."""
        ...


def observe(meter: Meter, subject: Subject) -> None:
    """Register every figure with a meter; nothing is computed until somebody reads."""

    def counter(name: str, what: str, read: Callable[[], Iterator[Observation]]) -> None:
        meter.create_observable_counter(name, callbacks=[_asking(read)], description=what)

    def gauge(name: str, what: str, read: Callable[[], Iterator[Observation]], unit: str = "") -> None:
        meter.create_observable_gauge(name, callbacks=[_asking(read)], description=what, unit=unit)

    counter("daytrail.events", "events appended since the start", lambda: _by("topic", subject.counts().appended))
    counter("daytrail.batches", "batches worked off since the start", lambda: _by("group", subject.counts().batches))
    counter("daytrail.failures", "attempts that failed", lambda: _by("group", subject.counts().failures))
    gauge("daytrail.backlog", "entries that wait for a group", lambda: (_backlog(lag) for lag in subject.lags()))
    gauge("daytrail.dead_letters", "events that were put aside", lambda: _by("group", subject.dead_letters()))
    gauge("daytrail.source.up", "1 while it records, 0 while it should but cannot", lambda: _sources(subject))
    gauge("daytrail.processor.up", "1 while it can work, 0 while it should but cannot", lambda: _processors(subject))
    gauge("daytrail.disk", "bytes", lambda: _by("kind", subject.disk_bytes()), "By")
    gauge("daytrail.health", "0 healthy, 1 degraded, 2 unhealthy", lambda: _level(subject))
    gauge("daytrail.memory", "resident bytes of each process", _memory, "By")
    counter("daytrail.cpu", "seconds of processor time of the main process", _processor_time)


def _asking(read: Callable[[], Iterator[Observation]]) -> Callable[[CallbackOptions], Observations]:
    return lambda _options: list(read())


def _by(label: str, values: Mapping[str, int]) -> Iterator[Observation]:
    for name, value in values.items():
        yield Observation(value, {label: name})


def _backlog(lag: Lag) -> Observation:
    return Observation(lag.entries, {"group": lag.group})


def _sources(subject: Subject) -> Iterator[Observation]:
    lost = (SourceState.UNAVAILABLE, SourceState.CRASHED)
    for one in subject.sources():
        if one.state is not SourceState.OFF:
            yield Observation(int(one.state not in lost), {"source": one.name})


def _processors(subject: Subject) -> Iterator[Observation]:
    for one in subject.processors():
        if one.state is not ProcessorState.OFF:
            yield Observation(int(one.state is not ProcessorState.UNAVAILABLE), {"processor": one.name})


def _level(subject: Subject) -> Iterator[Observation]:
    yield Observation(_LEVELS.index(subject.verdict().level))


def _memory() -> Iterator[Observation]:
    main = psutil.Process()
    yield Observation(main.memory_info().rss, {"process": "main"})
    together = 0
    for child in main.children(recursive=True):
        try:
            together += child.memory_info().rss
        except psutil.Error:
            continue  # it has just ended
    yield Observation(together, {"process": "workers"})


def _processor_time() -> Iterator[Observation]:
    times = psutil.Process().cpu_times()
    yield Observation(times.user + times.system)
