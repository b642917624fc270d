"""Lets other processes see how the recorder is doing: its health as a small file, rewritten when it changes."""

import contextlib
import json
import logging
import os
from dataclasses import asdict
from typing import Any, Protocol

from app.home import Home
from app.telemetry.health import Verdict
from capture.health import SourceHealth
from processing.health import ProcessorHealth
from storage.background import Background

logger = logging.getLogger(__name__)

INTERVAL_S = 2.0


class Ailing(Protocol):
    """What has a health to show."""

    def state(self) -> str:
        """Return the recorder's state."""
        ...

    def health(self) -> Verdict:
        """Return how the whole is doing."""
        ...

    def sources(self) -> tuple[SourceHealth, ...]:
        """Return every source's health."""
        ...

    def processors(self) -> tuple[ProcessorHealth, ...]:
        """Return every processor's health."""
        ...


class Beacon(Background):
    """Writes `health.json` every two seconds while it changes; gone when the recorder ends in order."""

    def __init__(self, home: Home, patient: Ailing) -> None:
        super().__init__("health")
        self._path = home.root / "health.json"
        self._patient = patient
        self._written = ""
        self._failing = False

    def stop(self, deadline_s: float) -> bool:
        """Stop and remove the file; return whether the thread ended in time."""
        ended = super().stop(deadline_s)
        self._path.unlink(missing_ok=True)
        return ended

    def run(self) -> None:
        while not self.stopping:
            self.write()
            self.rest(INTERVAL_S)

    def write(self) -> None:
        """Write the file once if the health has changed."""
        content = json.dumps(
            {
                "pid": os.getpid(),
                "state": str(self._patient.state()),
                "health": asdict(self._patient.health()),
                "sources": [asdict(source) for source in self._patient.sources()],
                "processors": [asdict(processor) for processor in self._patient.processors()],
            }
        )
        if content == self._written:
            return
        draft = self._path.with_suffix(".draft")
        try:
            draft.write_text(content, encoding="utf-8")
            draft.chmod(0o600)
            draft.replace(self._path)
        except OSError as error:
            if not self._failing:
                logger.warning("health cannot be written: %s", error.strerror)
            self._failing = True
            return
        self._written, self._failing = content, False


def read_health(home: Home) -> dict[str, Any] | None:
    """Return what the running recorder wrote last, None when there is nothing to read."""
    with contextlib.suppress(OSError, ValueError):
        found = json.loads((home.root / "health.json").read_text(encoding="utf-8"))
        return found if isinstance(found, dict) else None
    return None
