"""The running application as its figures see it: each value is read from the part that knows it."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.telemetry.health import Verdict
from app.telemetry.tap import Counts, TappedLog
from capture.health import SourceHealth
from processing.health import ProcessorHealth
from storage.log import Lag


@dataclass(frozen=True, slots=True)
class Running:
    """Implements `app.telemetry.figures.Subject`; the functions may be called from any thread."""

    log: TappedLog
    sources: Callable[[], tuple[SourceHealth, ...]]
    processors: Callable[[], tuple[ProcessorHealth, ...]]
    disk_bytes: Callable[[], Mapping[str, int]]
    verdict: Callable[[], Verdict]

    def counts(self) -> Counts:
        return self.log.counts()

    def lags(self) -> tuple[Lag, ...]:
        return tuple(self.log.lag(group) for group in self.log.groups())

    def dead_letters(self) -> Mapping[str, int]:
        return Counter(letter.group for letter in self.log.dead_letters())
