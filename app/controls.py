"""What the window and the tray may do with the running application; the wiring provides it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from app.settings import Settings
from app.telemetry.health import Verdict
from capture.health import SourceHealth
from processing.health import ProcessorHealth
from storage.log import Log
from storage.media import MediaSizes, MediaStore
from storage.search.meaning import Meanings
from storage.store import Store


class RecorderState(StrEnum):
    """What the recorder as a whole is doing."""

    STOPPED = "stopped"
    RECORDING = "recording"
    PAUSED = "paused"
    PRIVATE = "private"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class DiskUse:
    """Bytes kept below the data folder, what is free on that disk, and how it goes on as it did in the last week.

    Attributes:
        events_bytes: of the database.
        media: of pictures, sound and other files.
        free_bytes: left on the disk.
        bytes_per_day: growth.
        full_us: when the disk, or the budget set, will be full; None: not within a hundred years.
        picture_days: how long pictures are kept, 0 for ever; `sound_days` and `text_days` are alike.
    """

    events_bytes: int
    media: MediaSizes
    free_bytes: int
    bytes_per_day: int = 0
    full_us: int | None = None
    picture_days: int = 0
    sound_days: int = 0
    text_days: int = 0


@dataclass(frozen=True, slots=True)
class ForgetPreview:
    """What a deletion would remove: events by topic, and how many media bytes go with them."""

    events: dict[str, int]
    media_bytes: int

    @property
    def total(self) -> int:
        """Number of events in all."""
        return sum(self.events.values())


class Controls(Protocol):
    """The running application as its window sees it. Calls may take a while: never on the main thread, but for `state`.

    Attributes:
        store: what to read from.
        log: where the owner's notes, tags and bookmarks are written; nothing else of the window's is.
        media: where pictures and sound are.
        home: the data folder.
        meanings: finds what a search means.
    """

    store: Store
    log: Log
    media: MediaStore
    home: Path
    meanings: Meanings

    def settings(self) -> Settings:
        """Return the settings in force."""
        ...

    def apply(self, settings: Settings) -> None:
        """Check, save and put settings into effect, whole or not at all (raises SettingsError, nothing changed)."""
        ...

    def state(self) -> RecorderState:
        """Return what the recorder is doing; instant."""
        ...

    def paused_until_us(self) -> int | None:
        """Return when a timed pause ends, None when it has no end or there is none; instant."""
        ...

    def start_recording(self) -> None:
        """Start the sources that the settings allow."""
        ...

    def pause(self, seconds: float | None = None) -> None:
        """Stop keeping anything, for so long or until `resume`."""
        ...

    def resume(self) -> None:
        """End a pause or private mode."""
        ...

    def private(self) -> None:
        """Keep nothing until `resume`, and say so only as "private"."""
        ...

    def sources(self) -> tuple[SourceHealth, ...]:
        """Return every source's health."""
        ...

    def processors(self) -> tuple[ProcessorHealth, ...]:
        """Return every processor's health and backlog."""
        ...

    def look_at(self, start_us: int, end_us: int) -> None:
        """Have what lies in a span understood before the rest; instant, and to be said again while it is looked at."""
        ...

    def live_text(self) -> str:
        """Return what is being said now as far as it is understood, "" most of the time; instant.

        Asking is what keeps the preview going.
        """
        ...

    def health(self) -> Verdict:
        """Return how the whole is doing, and why not better."""
        ...

    def disk(self) -> DiskUse:
        """Return what is kept and what is free."""
        ...

    def preview_forget(self, start_us: int, end_us: int) -> ForgetPreview:
        """Return what `forget` would delete in `[start_us, end_us)`."""
        ...

    def forget(self, start_us: int, end_us: int) -> ForgetPreview:
        """Delete everything in a span for good, and return what went."""
        ...
