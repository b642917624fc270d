"""A recorder with a real log on a private desktop with a real screen and sound, driven by real programs."""

import itertools
from collections.abc import Callable
from pathlib import Path

from app.demo.hand import Place
from app.demo.waiting import until
from capture.health import SourceHealth, SourceState
from capture.recorder import Recorder
from capture.registry import SOURCES
from capture.settings import CaptureSettings
from storage.clock import SystemClock
from storage.events import Event
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from storage.store import EventQuery, SearchPage, SearchQuery
from storage.topics import COVERAGE
from tests.data.patience import PATIENCE_S


class Rig:
    """A recorder and what it has recorded."""

    def __init__(self, home: Path) -> None:
        self.clock = SystemClock()
        self._storage = open_sqlite(home, clock=self.clock)
        self.log = self._storage.log
        self.media = open_media(home / "media")
        self.media_folder = home / "media"
        self.recorder: Recorder | None = None

    def start(self, **settings: dict[str, object]) -> Recorder:
        """Record with the sources named alone; the others are off."""
        self.recorder = Recorder(self.log, self.media, chosen(**settings), self.clock, "here")
        self.recorder.start()
        return self.recorder

    def events(self, topic: str) -> list[Event]:
        return self._storage.store.events(EventQuery(topics=(topic,), limit=100_000))

    def search(self, query: SearchQuery) -> SearchPage:
        return self._storage.store.search(query)

    def coverage(self, source: str) -> list[tuple[str, str]]:
        return [
            (str(e.data["state"]), str(e.data["cause"])) for e in self.events(COVERAGE) if e.data["source"] == source
        ]

    def states(self, source: str) -> list[str]:
        """What became of a source, whatever the causes."""
        return [state for state, _ in itertools.groupby(state for state, _ in self.coverage(source))]

    def health(self, source: str) -> SourceHealth:
        assert self.recorder is not None
        return next(each for each in self.recorder.health() if each.name == source)

    def until_event(self, topic: str, fits: Callable[[Event], bool] = lambda event: True) -> Event:
        """Wait for an event that fits."""
        return until(
            lambda: next((event for event in self.events(topic) if fits(event)), None),
            f"an event of {topic}",
            timeout_s=PATIENCE_S,
        )

    def until_state(self, source: str, state: SourceState) -> SourceHealth:
        until(lambda: self.health(source).state is state, f"{source} to be {state}", timeout_s=PATIENCE_S)
        return self.health(source)

    def close(self) -> None:
        if self.recorder is not None:
            assert self.recorder.stop(PATIENCE_S), "a source did not end in time"
        self._storage.close()


def chosen(**settings: dict[str, object]) -> CaptureSettings:
    """Settings with the sources named turned on and all others off."""
    off = {spec.name: {"enabled": False} for spec in SOURCES}
    on = {name: {"enabled": True, **given} if name != "privacy" else given for name, given in settings.items()}
    return CaptureSettings.model_validate(off | on)


def terminal(title: str, text: str = "") -> list[str]:
    """A terminal that shows a text and stays, without a blinking cursor."""
    shown = f"printf '%s' '{text}'; exec sleep 600"
    return ["xterm", "-fa", "DejaVu Sans Mono", "-fs", "14", "-T", title, "-e", "sh", "-c", shown]


LEFT = Place(20, 40, 500, 300)
RIGHT = Place(700, 40, 500, 300)
