"""What the sources page shows, read in one go off the main thread; free of widgets."""

from dataclasses import dataclass, field
from datetime import datetime

from app.controls import Controls, DiskUse
from app.telemetry.health import Level, Verdict
from app.ui.words import US_PER_S
from capture.health import SourceHealth
from capture.settings import CaptureSettings
from processing.health import ProcessorHealth
from storage.store import EventQuery
from storage.topics import CAMERA, CLIPBOARD, COVERAGE, INPUT_ACTIVITY, LOUDSPEAKER, MICROPHONE, SCREEN, WINDOW_FOCUS

DAY_US = 86_400 * US_PER_S
MOST_SPANS = 5_000
TOPIC_OF = {
    "screen": SCREEN,
    "windows": WINDOW_FOCUS,
    "input": INPUT_ACTIVITY,
    "microphone": MICROPHONE,
    "loudspeaker": LOUDSPEAKER,
    "camera": CAMERA,
    "clipboard": CLIPBOARD,
}


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the day in which a source was in one state, `begin` and `end` as shares of the day so far."""

    begin: float
    end: float
    state: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the page.

    Attributes:
        sources: their health.
        enabled: names of the sources that the settings turn on.
        processors: their health and backlog.
        disk: what is kept and what is free.
        coverage: spans of today by source.
        today: events of today by topic.
        last_day: events of the last 24 hours.
        health: how the whole is doing.
    """

    sources: tuple[SourceHealth, ...]
    enabled: frozenset[str]
    processors: tuple[ProcessorHealth, ...]
    disk: DiskUse
    coverage: dict[str, tuple[Span, ...]]
    today: dict[str, int]
    last_day: int
    health: Verdict = field(default_factory=lambda: Verdict(Level.HEALTHY))


def read_overview(controls: Controls, now_us: int) -> Overview:
    """Ask the controls and the store; may take a while."""
    now = datetime.fromtimestamp(now_us / US_PER_S).astimezone()
    midnight_us = round(datetime.combine(now.date(), datetime.min.time()).astimezone().timestamp()) * US_PER_S
    store, capture = controls.store, controls.settings().capture
    spans = store.events(EventQuery((COVERAGE,), midnight_us, now_us, limit=MOST_SPANS))
    coverage: dict[str, list[Span]] = {}
    whole = max(1, now_us - midnight_us)
    for event in spans:
        begin = max(0.0, (event.start_us - midnight_us) / whole)
        end = min(1.0, (event.end_us - midnight_us) / whole)
        coverage.setdefault(str(event.data.get("source")), []).append(Span(begin, end, str(event.data.get("state"))))
    return Overview(
        sources=controls.sources(),
        enabled=frozenset(name for name in TOPIC_OF if getattr(capture, name).enabled) | {*capture.plugins.on},
        processors=controls.processors(),
        disk=controls.disk(),
        coverage={name: tuple(found) for name, found in coverage.items()},
        today=store.counts(midnight_us, now_us + DAY_US),
        last_day=sum(store.counts(now_us - DAY_US, now_us + DAY_US).values()),
        health=controls.health(),
    )


def turned(capture: CaptureSettings, name: str, on: bool) -> CaptureSettings:
    """Return the settings with a source, ours or an installed package's, on or off."""
    if name in TOPIC_OF:
        return capture.model_copy(update={name: getattr(capture, name).model_copy(update={"enabled": on})})
    names = [each for each in capture.plugins.on if each != name] + [name] * on
    return capture.model_copy(update={"plugins": capture.plugins.model_copy(update={"on": tuple(names)})})
