"""Keeps the data folder within its limits while the application runs: looks at the disk, lets old media go."""

import logging
import threading

from storage.lifecycle.guard import DiskGuard
from storage.lifecycle.retention import Policy, Retention
from storage.log import LogError
from storage.media import MediaError
from storage.settings import StorageSettings

logger = logging.getLogger(__name__)

LOOK_S = 30.0
FIRST_S = 120.0
EVERY_S = 3_600.0
_GB = 1_000_000_000


class Upkeep:
    """A thread that looks at the disk every half minute and applies the retention every hour."""

    def __init__(self, guard: DiskGuard, retention: Retention, settings: StorageSettings) -> None:
        self._guard = guard
        self._retention = retention
        self._settings = settings
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._failing = False

    def start(self) -> None:
        """Begin."""
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, name="upkeep", daemon=True)
        self._thread.start()

    def stop(self, deadline_s: float) -> bool:
        """Cut short what is under way; return whether the thread ended in time."""
        self._stop.set()
        if self._thread is None:
            return True
        self._thread.join(deadline_s)
        return not self._thread.is_alive()

    def apply(self, settings: StorageSettings) -> None:
        """Follow changed settings; the guard at once, the retention when its time comes."""
        self._settings = settings
        self._guard.set_limit(guard_bytes(settings))

    def keep_policy(self) -> None:
        """Apply the retention now; a refusal of the environment is logged once and tried again later."""
        try:
            self._retention.apply(policy_of(self._settings), self._stop.is_set)
        except (MediaError, LogError) as error:
            if not self._failing:
                logger.warning("old media could not be removed: %s", error)
            self._failing = True
            return
        self._failing = False

    def _run(self) -> None:
        waited_s, due_s = 0.0, FIRST_S
        while not self._stop.wait(LOOK_S):
            self._guard.look()
            waited_s += LOOK_S
            if waited_s >= due_s:
                waited_s, due_s = 0.0, EVERY_S
                self.keep_policy()


def policy_of(settings: StorageSettings) -> Policy:
    """Return the retention that the settings ask for."""
    return Policy(settings.picture_days, settings.audio_days, round(settings.budget_gb * _GB))


def guard_bytes(settings: StorageSettings) -> int:
    """Return with how many bytes left on the disk pictures stop."""
    return round(settings.low_disk_gb * _GB)
