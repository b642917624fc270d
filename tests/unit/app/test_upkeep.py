from pathlib import Path

from app.upkeep import Quiet, Upkeep, guard_bytes, policy_of
from storage.clock import SystemClock
from storage.events import Event, new_uid
from storage.lifecycle.guard import DiskGuard
from storage.lifecycle.packing import Packer
from storage.lifecycle.retention import Layer, Policy, Retention
from storage.objects.open import open_media
from storage.settings import StorageSettings
from storage.sqlite.open import open_sqlite
from storage.sqlite.references import SqliteReferences
from storage.topics import INPUT_ACTIVITY


def test_settings_in_days_and_gigabytes_become_a_policy() -> None:
    settings = StorageSettings(picture_days=90, audio_days=30, budget_gb=1.5, low_disk_gb=0.5)
    assert policy_of(settings) == Policy(90, 30, 1_500_000_000)
    layers = policy_of(StorageSettings(text_days=7, derived_days=8))
    assert (layers.text_days, layers.derived_days) == (7, 8)
    assert guard_bytes(settings) == 500_000_000


def test_a_changed_limit_acts_at_once_and_the_thread_ends(tmp_path: Path) -> None:
    clock = SystemClock()
    storage = open_sqlite(tmp_path, clock=clock)
    media = open_media(tmp_path / "media")
    guard = DiskGuard(tmp_path, 0, free_bytes=lambda _: 400_000_000)
    references = SqliteReferences(storage.writer, storage.readers)
    retention = Retention(storage.log, storage.store, media, references, clock, lambda: 0)
    packer = Packer(storage.log, media, references, clock)
    upkeep = Upkeep(guard, retention, packer, StorageSettings(), lambda: True)
    upkeep.start()
    assert guard.stopped == frozenset()
    upkeep.apply(StorageSettings(low_disk_gb=0.5))
    assert guard.stopped == {Layer.PICTURES}
    upkeep.keep_policy()
    upkeep.pack()
    assert upkeep.stop(5.0)
    storage.close()


def test_it_is_quiet_on_mains_power_when_nobody_has_touched_anything_for_a_while(tmp_path: Path) -> None:
    storage = open_sqlite(tmp_path, clock=SystemClock())

    class Later(SystemClock):
        ahead_us = 0

        def now_us(self) -> int:
            return super().now_us() + self.ahead_us

    clock, battery = Later(), [False]
    quiet = Quiet(storage.store, clock, lambda: battery[0])
    assert quiet()
    now_us = clock.now_us()
    counts = {"keys": 3, "clicks": 0, "scrolls": 0, "moved_px": 0}
    storage.log.append([Event(new_uid(), INPUT_ACTIVITY, "desk", now_us - 1_000_000, now_us, now_us, data=counts)])
    assert not quiet()
    clock.ahead_us = 301_000_000
    assert quiet()
    battery[0] = True
    assert not quiet()
    storage.close()
