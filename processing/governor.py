"""Decides what may run now, so that the computer stays cool and quiet while its owner works.

Pure decisions from a `Situation`, and the account of processor time; what the computer is like is asked in
`processing/surroundings`, and who waits for whom among those that may run is up to `slots`.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from processing.settings import GovernorSettings

_BURST_S = 30.0
_COOLER_C = 8.0


class Tier(IntEnum):
    """How long work can wait: by a processor's priority."""

    SPEECH = 0
    TEXT = 1
    REST = 2


def tier_of(priority: int) -> Tier:
    """Speech goes before text on the screen and pictures, those before what can be done at night as well."""
    if priority < 25:
        return Tier.SPEECH
    return Tier.TEXT if priority < 60 else Tier.REST


@dataclass(frozen=True, slots=True)
class Situation:
    """What the computer and its owner are doing; None where it cannot be told.

    Attributes:
        idle_s: seconds since the owner last touched keyboard or pointer.
        on_battery: whether no mains power is there.
        battery_percent: charge.
        too_hot_by_c: degrees above (below: negative) the temperature where the computer itself slows down.
        full_screen: whether a program has the whole screen.
        night: whether it is within the owner's night window.
    """

    idle_s: float | None = None
    on_battery: bool = False
    battery_percent: float | None = None
    too_hot_by_c: float | None = None
    full_screen: bool = False
    night: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may run: work of `tier` and sooner, with `cores` processor cores at most (None: all), and why not more."""

    tier: Tier
    cores: float | None
    cause: str = ""


def judge(situation: Situation, settings: GovernorSettings, *, was_hot: bool = False) -> Verdict:
    """Return what may run. Once it `was_hot`, it must cool down some degrees before the rest goes on."""
    heat_c = situation.too_hot_by_c
    if heat_c is not None and heat_c > (-_COOLER_C if was_hot else 0.0):
        return Verdict(Tier.SPEECH, settings.active_percent / 100, "Waits until the computer has cooled down.")
    charge = situation.battery_percent
    if situation.on_battery and charge is not None and charge <= settings.low_battery_percent:
        return Verdict(Tier.SPEECH, settings.battery_percent / 100, "Waits for mains power: the battery is low.")
    if situation.full_screen and not situation.night:
        return Verdict(Tier.SPEECH, settings.active_percent / 100, "Waits while a program has the whole screen.")
    if situation.on_battery:
        return Verdict(Tier.TEXT, settings.battery_percent / 100, "Waits for mains power.")
    away = situation.idle_s is None or situation.idle_s >= settings.idle_s
    if away or situation.night:
        return Verdict(Tier.REST, None)
    return Verdict(Tier.TEXT, settings.active_percent / 100, "Waits until you are away from the keyboard.")


class Governor:
    """Applies the verdict, and keeps an account of processor time. Every method may be called from any thread.

    Speech is charged but never waits; the rest waits while the account is overdrawn. Unused time is saved up to half a
    minute of a core, so that a burst of new pictures is read at once.
    """

    def __init__(
        self, settings: GovernorSettings, look: Callable[[], Situation], monotonic_s: Callable[[], float]
    ) -> None:
        self._settings = settings
        self._look = look
        self._monotonic_s = monotonic_s
        self._lock = threading.Lock()
        self._verdict = Verdict(Tier.REST, None)
        self._hot = False
        self._asked_for = False
        self._credit_s = _BURST_S
        self._credited_s = monotonic_s()

    @property
    def verdict(self) -> Verdict:
        """What may run now."""
        return Verdict(Tier.REST, None) if self._asked_for or not self._settings.enabled else self._verdict

    def apply(self, settings: GovernorSettings) -> None:
        """Follow changed settings."""
        self._settings = settings
        self.refresh()

    def ask_for_all(self, wanted: bool) -> None:
        """Let everything run whatever the computer is doing, because the owner asked for it."""
        self._asked_for = wanted

    def refresh(self) -> bool:
        """Look at the computer again; True if something else may run than before."""
        situation = self._look()
        with self._lock:
            before = self._verdict
            self._save_up()
            self._verdict = judge(situation, self._settings, was_hot=self._hot)
            heat_c = situation.too_hot_by_c
            self._hot = heat_c is not None and heat_c > (-_COOLER_C if self._hot else 0.0)
            return self._verdict != before

    def held_back(self, priority: int) -> str:
        """Return why work of this priority has to wait for the computer or its owner, "" where it may go on."""
        verdict = self.verdict
        return verdict.cause if tier_of(priority) > verdict.tier else ""

    def rest_s(self, priority: int) -> float:
        """Return for how long work of this priority has to rest so that the processor's budget is kept."""
        verdict = self.verdict
        if verdict.cores is None or tier_of(priority) is Tier.SPEECH:
            return 0.0
        with self._lock:
            self._save_up()
            return max(0.0, -self._credit_s / verdict.cores)

    def spend(self, cpu_s: float) -> None:
        """Take processor time from the account."""
        with self._lock:
            self._save_up()
            self._credit_s -= cpu_s

    def _save_up(self) -> None:
        """Credit the time since the last look. The lock is held."""
        now_s = self._monotonic_s()
        passed_s, self._credited_s = now_s - self._credited_s, now_s
        if self.verdict.cores is None:
            self._credit_s = _BURST_S
        else:
            self._credit_s = min(_BURST_S, self._credit_s + passed_s * self.verdict.cores)
