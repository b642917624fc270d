"""Turns telemetry on and off as the settings say. Nothing of it is loaded while nobody asks for it."""

from pathlib import Path
from typing import TYPE_CHECKING

from app.telemetry.settings import TelemetrySettings
from app.telemetry.tap import TappedLog
from storage.sqlite.fulltext import FulltextIndexer

if TYPE_CHECKING:
    from app.telemetry.figures import Subject
    from app.telemetry.outlets import Outlets


class Telemetry:
    """What is told, and to whom; nothing until settings ask for it. Used by one thread at a time."""

    def __init__(self, subject: "Subject", log: TappedLog, index: FulltextIndexer, traces: Path) -> None:
        """`log` and `index` are watched; spans are kept in the file `traces`."""
        self._subject = subject
        self._log = log
        self._index = index
        self._traces = traces
        self._settings = TelemetrySettings()
        self._outlets: Outlets | None = None

    @property
    def trouble(self) -> str:
        """Why something that was asked for does not work; "" while all does."""
        return "" if self._outlets is None else self._outlets.trouble

    @property
    def port(self) -> int | None:
        """Where the Prometheus endpoint listens, None while it does not."""
        return None if self._outlets is None else self._outlets.port

    def apply(self, settings: TelemetrySettings) -> None:
        """Follow the settings."""
        if settings == self._settings:
            return
        self._settings = settings
        self._log.watcher = self._index.watcher = None
        if self._outlets is not None:
            self._outlets.close()
            self._outlets = None
        if settings.prometheus or settings.traces or settings.otlp_url:
            from app.telemetry.outlets import Outlets  # a sixth of a second and 20 MB, for the few who want it

            self._outlets = Outlets(settings, self._subject, self._traces)
            self._log.watcher = self._outlets
            self._index.watcher = self._outlets.indexed

    def stop(self, _deadline_s: float) -> bool:
        """Hand over what waits and close everything."""
        self.apply(TelemetrySettings())
        return True
