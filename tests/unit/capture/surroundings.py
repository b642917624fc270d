"""What a source is given, with a real log that can be made full, and a clock that is set by hand."""

import threading
from collections.abc import Sequence
from pathlib import Path

from capture.activity import Activity
from capture.coverage import Coverage
from capture.gate import Gate
from capture.privacy import PrivacySettings, Rules
from capture.source import SourceContext
from capture.status import Status
from capture.thread import Surroundings
from capture.wake import Wake
from storage.clock import SystemClock
from storage.events import Event, JsonObject
from storage.log import Appended, Commit, Log, LogFullError
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from storage.store import EventQuery
from storage.topics import COVERAGE

NOON_US = 1_795_262_400_000_000


class HandClock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.us = NOON_US
        self.s = 1_000.0

    def now_us(self) -> int:
        return self.us

    def monotonic_s(self) -> float:
        return self.s

    def tz_offset_min(self) -> int:
        return 60

    def pass_s(self, seconds: float) -> None:
        self.us += round(seconds * 1_000_000)
        self.s += seconds


class FullableLog:
    """A real log, on a disk that is full while `full` is set."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self.full = False

    def __getattr__(self, name: str) -> object:
        return getattr(self._log, name)

    def append(self, events: Sequence[Event], *, commit: Commit | None = None) -> Appended:
        if self.full:
            raise LogFullError("The disk is full.")
        return self._log.append(events, commit=commit)

    def extend(self, uid: bytes, end_us: int, data: JsonObject | None = None) -> None:
        if self.full:
            raise LogFullError("The disk is full.")
        self._log.extend(uid, end_us, data)


class Around:
    """A gate, an activity, a log, a media store and a clock, and contexts made of them."""

    def __init__(self, home: Path, *, excluded_titles: tuple[str, ...] = ("vault",)) -> None:
        self.clock = HandClock()
        self._storage = open_sqlite(home, clock=SystemClock())
        self.log = FullableLog(self._storage.log)
        self.media = open_media(home / "media")
        self.gate = Gate(Rules.of(PrivacySettings(excluded_titles=excluded_titles)))
        self.activity = Activity()
        self.wake = Wake()
        self.stopped = threading.Event()
        self.status = self.make_status("probe")

    def make_status(self, name: str) -> Status:
        return Status(name, name.title(), Coverage(self.log, name, "here", self.clock))

    def context(self) -> SourceContext:
        ticket = self.gate.ticket()
        assert ticket is not None
        return SourceContext(
            clock=self.clock,
            gate=self.gate,
            activity=self.activity,
            wake=self.wake,
            ticket=ticket,
            device="here",
            log=self.log,
            media=self.media,
            status=self.status,
            stopped=self.stopped,
        )

    def shared(self) -> Surroundings:
        return Surroundings(self.log, self.media, SystemClock(), self.gate, self.activity, "here")

    def fill_disk(self, full: bool = True) -> None:
        self.log.full = full

    def events(self, topic: str) -> list[Event]:
        return self._storage.store.events(EventQuery(topics=(topic,), limit=10_000))

    def covered(self) -> list[tuple[str, str]]:
        return [(str(event.data["state"]), str(event.data["cause"])) for event in self.events(COVERAGE)]

    def close(self) -> None:
        self.wake.close()
        self._storage.close()
