"""Keeps the data folder within its limits while the application runs: the disk, the retention, and the packing."""

import logging
from collections.abc import Callable

import psutil

from storage.background import Background
from storage.clock import Clock
from storage.lifecycle.guard import DiskGuard
from storage.lifecycle.packing import Packer
from storage.lifecycle.retention import Policy, Retention
from storage.log import LogError
from storage.media import MediaError
from storage.settings import StorageSettings
from storage.store import Store
from storage.topics import INPUT_ACTIVITY

logger = logging.getLogger(__name__)

LOOK_S = 30.0
FIRST_S = 120.0
EVERY_S = 3_600.0
AWAY_S = 300.0
_GB = 1_000_000_000


class Upkeep(Background):
    """A thread that looks at the disk each half minute, applies the retention each hour, and packs when it is quiet.

    `stop` cuts short what is under way.
    """

    def __init__(
        self,
        guard: DiskGuard,
        retention: Retention,
        packer: Packer,
        settings: StorageSettings,
        quiet: Callable[[], bool],
    ) -> None:
        """Make it; `quiet` tells whether nobody is at the computer and mains power is there."""
        super().__init__("upkeep")
        self._guard = guard
        self._retention = retention
        self._packer = packer
        self._settings = settings
        self._quiet = quiet
        self._failing: set[str] = set()

    def apply(self, settings: StorageSettings) -> None:
        """Follow changed settings; the guard at once, the rest when its time comes."""
        self._settings = settings
        self._guard.set_limit(guard_bytes(settings))

    def keep_policy(self) -> None:
        """Apply the retention now; a refusal of the environment is logged once and tried again later."""
        self._attempt("removed", lambda: self._retention.apply(policy_of(self._settings), lambda: self.stopping))

    def pack(self) -> None:
        """Pack old pictures as long as it is quiet; a refusal is logged once and tried again later."""
        self._attempt("packed", lambda: self._packer.run(self._settings.pack_after_days, self._disturbed))

    def _attempt(self, done: str, work: Callable[[], object]) -> None:
        try:
            work()
        except (MediaError, LogError) as error:
            if not self.stopping and done not in self._failing:
                logger.warning("old media could not be %s: %s", done, error)
                self._failing.add(done)
            return
        self._failing.discard(done)

    def _disturbed(self) -> bool:
        return self.stopping or not self._quiet()

    def run(self) -> None:
        waited_s, due_s = 0.0, FIRST_S
        while not self.rest(LOOK_S):
            self._guard.look()
            waited_s += LOOK_S
            if waited_s >= due_s:
                waited_s, due_s = 0.0, EVERY_S
                self.keep_policy()
            if self._quiet():
                self.pack()


class Quiet:
    """Tells whether background work disturbs nobody: mains power, and no key or pointer touched for five minutes."""

    def __init__(self, store: Store, clock: Clock, on_battery: Callable[[], bool] | None = None) -> None:
        self._store = store
        self._clock = clock
        self._on_battery = on_battery or _on_battery

    def __call__(self) -> bool:
        """Return the answer; reads the newest event of the input's counts."""
        if self._on_battery():
            return False
        now_us = self._clock.now_us()
        touched = self._store.latest((INPUT_ACTIVITY,), now_us)
        return touched is None or now_us - touched.end_us >= AWAY_S * 1_000_000


def policy_of(settings: StorageSettings) -> Policy:
    """Return the retention that the settings ask for."""
    return Policy(
        picture_days=settings.picture_days,
        audio_days=settings.audio_days,
        budget_bytes=round(settings.budget_gb * _GB),
        text_days=settings.text_days,
        derived_days=settings.derived_days,
    )


def guard_bytes(settings: StorageSettings) -> int:
    """Return with how many bytes left on the disk pictures stop."""
    return round(settings.low_disk_gb * _GB)


def _on_battery() -> bool:
    read = getattr(psutil, "sensors_battery", None)
    found = None if read is None else read()
    return found is not None and not found.power_plugged
