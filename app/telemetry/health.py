"""One verdict over all parts: healthy, degraded or unhealthy, with its causes in sentences."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from capture.health import SourceHealth, SourceState
from processing.health import ProcessorHealth, ProcessorState

_LOST = (SourceState.UNAVAILABLE, SourceState.CRASHED)


class Level(StrEnum):
    """How the whole is doing; the later, the worse."""

    HEALTHY = "healthy"
    DEGRADED = "degraded"
    UNHEALTHY = "unhealthy"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the whole is doing and why; `causes` is empty when it is healthy."""

    level: Level
    causes: tuple[str, ...] = ()


def judge(
    sources: Sequence[SourceHealth], processors: Sequence[ProcessorHealth], others: Iterable[str] = ()
) -> Verdict:
    """Return the verdict: unhealthy when nothing that should record does, degraded when some part or `others` ail."""
    causes = (*_of_sources(sources), *_of_processors(processors), *others)
    wanted = [one for one in sources if one.state is not SourceState.OFF]
    if wanted and all(one.state in _LOST for one in wanted):
        return Verdict(Level.UNHEALTHY, ("Nothing is recorded.", *causes))
    return Verdict(Level.DEGRADED if causes else Level.HEALTHY, causes)


def _of_sources(sources: Sequence[SourceHealth]) -> Iterator[str]:
    for one in sources:
        if one.state in _LOST:
            yield f"{one.title}: {one.cause or one.state}"


def _of_processors(processors: Sequence[ProcessorHealth]) -> Iterator[str]:
    for one in processors:
        if one.state is ProcessorState.UNAVAILABLE:
            yield f"{one.title}: {one.cause or one.state}"
        if one.failed:
            yield f"{one.title}: {one.failed} put aside since the start; `daytrail retry` lists them."
