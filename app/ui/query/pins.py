"""Keeps the pinned answers fresh: asks them anew from time to time, off the main thread, and tells who shows them."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.query.memory import Pin, QueryMemory
from app.query.pins import ask_pins
from app.timeline.pinned import PinnedLane
from app.ui.background import Background
from app.ui.query.engine_choice import Engines
from app.ui.timeline.pins import TimelinePins
from storage.sql.engine import Engine

_RENEW_MS: Final = 60_000
_BEGIN_MS: Final = 2_000


class PinKeeper(QObject):
    """For the main thread. Emits `changed(lanes)` with all `PinnedLane`s when there are other or newer ones."""

    changed = Signal(object)

    def __init__(
        self, memory: QueryMemory, engines: Engines, parent: QWidget, threads: QThreadPool | None = None
    ) -> None:
        super().__init__(parent)
        self._memory = memory
        self._engines = engines
        self._shower = parent
        self._lanes: dict[str, PinnedLane] = {pin.title: PinnedLane(pin.title) for pin in memory.now.pins}
        self._work = Background(self, pool=threads)
        self._timer = QTimer(self, interval=_BEGIN_MS)
        self._timer.timeout.connect(self._due)
        if self._lanes:
            self._timer.start()

    @property
    def busy(self) -> bool:
        """Whether answers are on their way."""
        return self._work.busy

    def show_on(self, timeline: TimelinePins) -> None:
        """Show the lanes there, and do what is asked for by their menus."""
        self.changed.connect(timeline.show)
        timeline.removeWanted.connect(self.unpin)
        timeline.renewWanted.connect(self.renew)
        timeline.show(tuple(self._lanes.values()))

    def pin(self, pin: Pin) -> None:
        """Keep an answer as a lane; one of the same title is replaced."""
        self._memory.pin(pin)
        self._lanes[pin.title] = PinnedLane(pin.title)
        self._tell()
        self.renew()

    def unpin(self, title: str) -> None:
        """Keep it no longer."""
        self._memory.unpin(title)
        self._lanes.pop(title, None)
        self._tell()
        if not self._lanes:
            self.stop()

    def renew(self) -> None:
        """Ask all of them anew."""
        engines: Mapping[str, Engine] = dict(self._engines())
        pins, before = tuple(self._memory.now.pins), dict(self._lanes)
        self._work.ask(lambda: ask_pins(engines, pins, before), self._answered)
        self._timer.start(_RENEW_MS)

    def stop(self) -> None:
        """Ask nothing more."""
        self._timer.stop()
        self._work.cancel()

    def _due(self) -> None:
        if not self._work.busy and self._shower.window().isVisible():
            self.renew()

    def _answered(self, lanes: list[PinnedLane]) -> None:
        self._lanes = {lane.title: lane for lane in lanes if lane.title in self._lanes}
        self._tell()

    def _tell(self) -> None:
        self.changed.emit(tuple(self._lanes.values()))
