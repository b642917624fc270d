"""What a source is, and all that it is given: it observes, this module's context keeps what may be kept."""

from dataclasses import dataclass, field
from typing import Protocol

from capture.activity import Activity
from capture.audio.live import LiveSound
from capture.gate import Gate
from capture.health import SourceState
from capture.status import Status
from capture.wake import Wake
from storage.clock import Clock
from storage.events import Event, JsonObject, new_uid
from storage.log import Log
from storage.media import MediaStore


class SourceSettings(Protocol):
    """What the settings of every source have."""

    @property
    def enabled(self) -> bool:
        """Whether its owner wants it."""
        ...


class Source(Protocol):
    """Something that observes. A fresh one is made for each run: at the start, after a pause, after a failure."""

    def run(self, context: "SourceContext") -> None:
        """Observe until `context.over()`, then let go of every device and return; wait on nothing but `context.wake`.

        Raises:
            capture.health.SourceUnavailableError: the device or display is not there, or went away.
            storage.log.LogFullError: what was observed could not be kept; likewise storage.media.MediaFullError.
        """
        ...


@dataclass(frozen=True, slots=True)
class Draft:
    """Something observed, before it is kept.

    Attributes:
        topic: a registered topic.
        start_us: first microsecond.
        end_us: first microsecond after it; equal for an instant.
        data: as the topic's schema asks.
        text: what full-text search should find.
        content: bytes for the media store, None without any.
        kind: their MIME type.
        uncertainty_us: ± error of the times.
    """

    topic: str
    start_us: int
    end_us: int
    data: JsonObject = field(default_factory=dict)
    text: str | None = None
    content: bytes | None = None
    kind: str = ""
    uncertainty_us: int = 0


@dataclass(frozen=True, slots=True)
class SourceContext:
    """All that a source may use, for one run between two pauses.

    Attributes:
        clock: tells the time.
        gate: holds the rules of exclusion.
        activity: what the owner is doing.
        wake: to wait on; it is set when the run should end.
        ticket: what was observed in this run is kept under it.
        device: this computer.
        live: shows the microphone's sound before it is kept.
    """

    clock: Clock
    gate: Gate
    activity: Activity
    wake: Wake
    ticket: int
    device: str
    log: Log
    media: MediaStore
    status: Status
    stopped: "Stopped"
    live: LiveSound = field(default_factory=LiveSound)

    def over(self) -> bool:
        """Tell whether the run should end: stopped, paused, or the rules changed."""
        return self.stopped.is_set() or not self.gate.valid(self.ticket)

    def keep(self, draft: Draft) -> Event | None:
        """Store what was observed, durably; None when the run is over by a pause and nothing may be kept.

        Raises:
            LogFullError: the disk is full; likewise MediaFullError.
        """
        with self.gate.passing(self.ticket) as allowed:
            if not allowed:
                return None
            media = None if draft.content is None else self.media.put(draft.content, draft.kind)
            event = Event(
                uid=new_uid(),
                topic=draft.topic,
                device=self.device,
                start_us=draft.start_us,
                end_us=draft.end_us,
                received_us=self.clock.now_us(),
                tz_offset_min=self.clock.tz_offset_min(),
                uncertainty_us=draft.uncertainty_us,
                text=draft.text,
                data=draft.data,
                media=media,
            )
            self.log.append([event])
        self.status.kept(event.end_us)
        return event

    def extend(self, uid: bytes, end_us: int) -> bool:
        """Move the end of an open span; False when that may not be, or its owner has deleted it meanwhile."""
        with self.gate.passing(self.ticket) as allowed:
            if not allowed:
                return False
            try:
                self.log.extend(uid, end_us)
            except KeyError:
                return False
        return True

    def recording(self, detail: str | None = None) -> None:
        """Report that all is well; `detail` names what is recorded from."""
        self.status.report(SourceState.RECORDING, detail=detail)

    def excluded(self, cause: str) -> None:
        """Report that a rule of exclusion keeps everything out; the cause names neither window nor application."""
        self.status.report(SourceState.EXCLUDED, cause)

    def unavailable(self, cause: str) -> None:
        """Report that nothing can be kept although the run goes on."""
        self.status.report(SourceState.UNAVAILABLE, cause)


class Stopped(Protocol):
    """Whether the source has been asked to stop for good."""

    def is_set(self) -> bool:
        """Tell whether it has."""
        ...
