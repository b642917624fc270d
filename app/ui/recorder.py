"""The recorder as the window and the tray see it: its state, followed by polling, and what can be done with it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal

from app.controls import Controls, RecorderState
from app.ui.background import Background, explain
from app.ui.words import US_PER_S, clock_time
from capture.health import SourceHealth, SourceState
from storage.clock import Clock

POLL_MS = 1_000
SOURCES_EVERY = 2


@dataclass(frozen=True, slots=True)
class RecorderView:
    """What is to be shown of the recorder.

    Attributes:
        state: as the controls say.
        paused_until_us: when a timed pause ends.
        recording: how many sources record.
        trouble: titles of sources that want to record and cannot.
        headline: the state in a few words.
    """

    state: RecorderState = RecorderState.STOPPED
    paused_until_us: int | None = None
    recording: int = 0
    trouble: tuple[str, ...] = ()
    headline: str = ""

    @property
    def mood(self) -> str:
        """`recording`, `trouble`, `paused`, `private` or `stopped`: the property that style and icon follow."""
        if self.state is RecorderState.RECORDING and self.trouble:
            return "trouble"
        if self.state is RecorderState.ELSEWHERE:
            return "recording"
        return self.state.value


class RecorderModel(QObject):
    """Follows the recorder and passes on what is asked of it, off the main thread and in order."""

    changed = Signal(object)
    sourcesChanged = Signal(tuple)  # noqa: N815
    failed = Signal(str)
    settingsChanged = Signal(object)  # noqa: N815

    def __init__(self, controls: Controls, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controls = controls
        self._clock = clock
        self._view = RecorderView(headline=self.tr("Not recording"))
        self._sources: tuple[SourceHealth, ...] = ()
        self._settings = controls.settings()
        self._verbs = Background(self, ordered=True)
        self._reads = Background(self, ordered=True)
        self._turn = 0
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self.poll)

    @property
    def view(self) -> RecorderView:
        """What is to be shown now."""
        return self._view

    @property
    def sources(self) -> tuple[SourceHealth, ...]:
        """Every source's health, as last read."""
        return self._sources

    def start(self) -> None:
        """Begin to follow the recorder."""
        self.refresh()
        self._timer.start()

    def stop(self) -> None:
        """Follow it no more."""
        self._timer.stop()
        self._verbs.cancel()
        self._reads.cancel()

    def poll(self) -> None:
        """Take the state at once and settings that changed, and every other time the sources' health too."""
        self._show()
        if (settings := self._controls.settings()) is not self._settings:
            self._settings = settings
            self.settingsChanged.emit(settings)
        self._turn += 1
        if self._turn % SOURCES_EVERY == 0:
            self._read_sources()

    def refresh(self) -> None:
        """Take the state and the sources' health now."""
        self._show()
        self._read_sources()

    def pause(self, seconds: float | None = None) -> None:
        """Keep nothing for so long, or until resumed."""
        self._do(lambda: self._controls.pause(seconds))

    def pause_until_tomorrow(self) -> None:
        """Keep nothing until midnight, local time."""
        now = datetime.fromtimestamp(self._clock.now_us() / US_PER_S).astimezone()
        midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time()).astimezone()
        self.pause((midnight - now).total_seconds())

    def private(self) -> None:
        """Keep nothing until resumed, and do not say why."""
        self._do(self._controls.private)

    def resume(self) -> None:
        """Record again, or begin to."""
        stopped = self._controls.state() is RecorderState.STOPPED
        self._do(self._controls.start_recording if stopped else self._controls.resume)

    def toggle(self) -> None:
        """Pause where it records, else resume."""
        if self._controls.state() is RecorderState.RECORDING:
            self.pause()
        else:
            self.resume()

    def _do(self, verb: Callable[[], None]) -> None:
        self._verbs.ask(verb, lambda _: self.refresh(), lambda error: self.failed.emit(explain(error)))

    def _read_sources(self) -> None:
        if not self._reads.busy:
            self._reads.ask(self._controls.sources, self._take_sources)

    def _take_sources(self, sources: tuple[SourceHealth, ...]) -> None:
        if sources != self._sources:
            self._sources = sources
            self.sourcesChanged.emit(sources)
            self._show()

    def _show(self) -> None:
        troubled = (SourceState.UNAVAILABLE, SourceState.CRASHED)
        recording = (SourceState.RECORDING, SourceState.EXCLUDED)
        view = RecorderView(
            self._controls.state(),
            self._controls.paused_until_us(),
            sum(source.state in recording for source in self._sources),
            tuple(source.title for source in self._sources if source.state in troubled),
        )
        view = replace(view, headline=self._headline(view))
        if view != self._view:
            self._view = view
            self.changed.emit(view)

    def _headline(self, view: RecorderView) -> str:
        if view.state is RecorderState.RECORDING:
            text = self.tr("Recording · %Ln source(s)", None, view.recording)
            return f"{text} · {self._in_trouble(view)}" if view.trouble else text
        if view.state is RecorderState.PAUSED and view.paused_until_us is not None:
            return self.tr("Paused until {0}").format(clock_time(view.paused_until_us))
        return {
            RecorderState.PAUSED: self.tr("Paused"),
            RecorderState.PRIVATE: self.tr("Private"),
            RecorderState.ELSEWHERE: self.tr("Recorded by another process"),
        }.get(view.state, self.tr("Not recording"))

    def _in_trouble(self, view: RecorderView) -> str:
        return self.tr("%Ln in trouble", None, len(view.trouble))
