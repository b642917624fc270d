from pathlib import Path

from app.upkeep import Upkeep, guard_bytes, policy_of
from storage.clock import SystemClock
from storage.lifecycle.guard import DiskGuard
from storage.lifecycle.retention import Layer, Policy, Retention
from storage.objects.open import open_media
from storage.settings import StorageSettings
from storage.sqlite.open import open_sqlite
from storage.sqlite.references import SqliteReferences


def test_settings_in_days_and_gigabytes_become_a_policy() -> None:
    settings = StorageSettings(picture_days=90, audio_days=30, budget_gb=1.5, low_disk_gb=0.5)
    assert policy_of(settings) == Policy(90, 30, 1_500_000_000)
    assert guard_bytes(settings) == 500_000_000


def test_a_changed_limit_acts_at_once_and_the_thread_ends(tmp_path: Path) -> None:
    clock = SystemClock()
    storage = open_sqlite(tmp_path, clock=clock)
    media = open_media(tmp_path / "media")
    guard = DiskGuard(tmp_path, 0, free_bytes=lambda _: 400_000_000)
    references = SqliteReferences(storage.writer, storage.readers)
    upkeep = Upkeep(guard, Retention(media, references, clock, lambda: 0), StorageSettings())
    upkeep.start()
    assert guard.stopped == frozenset()
    upkeep.apply(StorageSettings(low_disk_gb=0.5))
    assert guard.stopped == {Layer.PICTURES}
    upkeep.keep_policy()
    assert upkeep.stop(5.0)
    storage.close()
