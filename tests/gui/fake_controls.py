"""Controls beside their port: a real store and real media, and a recorder that only remembers what it was told."""

from dataclasses import dataclass, field
from pathlib import Path

from app.controls import DiskUse, ForgetPreview, RecorderState
from app.settings import Settings, SettingsError
from app.telemetry.health import Verdict, judge
from capture.health import SourceHealth, SourceState
from processing.health import ProcessorHealth, ProcessorState
from storage.log import Log
from storage.media import MediaSizes, MediaStore
from storage.search.meaning import Meanings, WordsAlone
from storage.store import Store
from storage.topics import builtin_topics

TITLES = {
    "screen": "Screen",
    "windows": "Windows",
    "input": "Keyboard and pointer",
    "microphone": "Microphone",
    "camera": "Camera",
    "clipboard": "Clipboard",
}
DETAILS = {
    "screen": "2 displays",
    "windows": "Every application",
    "input": "Counts only",
    "microphone": "Built-in microphone",
    "camera": "Camera 0",
    "clipboard": "Text only",
}


class FixedClock:
    """A clock that stands still."""

    def __init__(self, now_us: int) -> None:
        self._now_us = now_us

    def now_us(self) -> int:
        return self._now_us

    def monotonic_s(self) -> float:
        return self._now_us / 1e6

    def tz_offset_min(self) -> int:
        return 0


@dataclass
class FakeControls:
    """Implements `app.controls.Controls`; `calls` lists what was asked, `refuse` is raised by `apply` when set."""

    store: Store
    log: Log
    media: MediaStore
    home: Path
    now_us: int
    current: Settings = field(default_factory=Settings)
    recorder: RecorderState = RecorderState.STOPPED
    until_us: int | None = None
    refuse: str = ""
    causes: dict[str, str] = field(default_factory=dict)
    backlog: int = 0
    saying: str = ""
    looked_at: list[tuple[int, int]] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    meanings: Meanings = field(default_factory=WordsAlone)

    def settings(self) -> Settings:
        return self.current

    def apply(self, settings: Settings) -> None:
        if self.refuse:
            raise SettingsError(self.refuse)
        self.calls.append("apply")
        self.current = settings

    def state(self) -> RecorderState:
        return self.recorder

    def paused_until_us(self) -> int | None:
        return self.until_us

    def start_recording(self) -> None:
        self.calls.append("start")
        self.recorder = RecorderState.RECORDING

    def pause(self, seconds: float | None = None) -> None:
        self.calls.append(f"pause {seconds}")
        self.recorder = RecorderState.PAUSED
        self.until_us = None if seconds is None else self.now_us + round(seconds * 1e6)

    def resume(self) -> None:
        self.calls.append("resume")
        self.recorder, self.until_us = RecorderState.RECORDING, None

    def private(self) -> None:
        self.calls.append("private")
        self.recorder, self.until_us = RecorderState.PRIVATE, None

    def sources(self) -> tuple[SourceHealth, ...]:
        return tuple(self._health(name) for name in TITLES)

    def processors(self) -> tuple[ProcessorHealth, ...]:
        working = ProcessorState.WORKING if self.backlog else ProcessorState.UP_TO_DATE
        return (
            ProcessorHealth("vad", "Voice activity", ProcessorState.UP_TO_DATE, done=412),
            ProcessorHealth("transcription", "Transcription", ProcessorState.UP_TO_DATE, done=180),
            ProcessorHealth("ocr", "Text on screen", working, "", self.backlog, 20.0 if self.backlog else None, 86),
            ProcessorHealth("thumbnail", "Thumbnails", ProcessorState.UP_TO_DATE, done=912),
        )

    def look_at(self, start_us: int, end_us: int) -> None:
        self.looked_at.append((start_us, end_us))

    def live_text(self) -> str:
        return self.saying

    def health(self) -> Verdict:
        return judge(self.sources(), self.processors())

    def disk(self) -> DiskUse:
        full_us = self.now_us + 74 * 86_400_000_000
        media = MediaSizes(38_200_000_000, 9_100_000_000)
        return DiskUse(2_400_000_000, media, 30_300_000_000, 409_000_000, full_us, picture_days=90, sound_days=30)

    def preview_forget(self, start_us: int, end_us: int) -> ForgetPreview:
        counts = self.store.counts(start_us, end_us)
        return ForgetPreview({name: counts[name] for name in builtin_topics() if counts.get(name)}, 3_400_000)

    def forget(self, start_us: int, end_us: int) -> ForgetPreview:
        self.calls.append(f"forget {start_us} {end_us}")
        return self.preview_forget(start_us, end_us)

    def _health(self, name: str) -> SourceHealth:
        on = getattr(self.current.capture, name).enabled
        cause = self.causes.get(name, "")
        if not on:
            state = SourceState.OFF
        elif cause:
            state = SourceState.UNAVAILABLE
        elif self.recorder is RecorderState.RECORDING:
            state = SourceState.RECORDING
        else:
            state = SourceState.PAUSED if self.recorder is RecorderState.PAUSED else SourceState.OFF
        return SourceHealth(name, TITLES[name], state, cause, DETAILS[name], 12, self.now_us - 180_000_000)
