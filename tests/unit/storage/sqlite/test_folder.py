"""The thread that keeps the pyramid."""

import threading
from pathlib import Path

import pytest

from storage.clock import SystemClock
from storage.sqlite import folder
from storage.sqlite.open import SqliteStorage, open_sqlite
from storage.sqlite.pyramid import forget_pyramid, load_state
from tests.unit.storage.conftest import MakeEvent


def folded(storage: SqliteStorage) -> int:
    with storage.readers.lend() as connection:
        return load_state(connection).folded


def test_it_folds_by_itself_when_enough_has_come(
    tmp_path: Path, make_event: MakeEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "ENOUGH_ENTRIES", 50)
    monkeypatch.setattr(folder, "BREATH_S", 0.01)
    storage = open_sqlite(tmp_path / "home", clock=SystemClock())
    storage.log.append([make_event(n) for n in range(60)])
    while folded(storage) < 60:
        threading.Event().wait(0.01)
    storage.close()


def test_closing_folds_what_is_left(tmp_path: Path, make_event: MakeEvent) -> None:
    storage = open_sqlite(tmp_path / "home", clock=SystemClock())
    storage.log.append([make_event(n) for n in range(5)])
    storage.close()
    reopened = open_sqlite(tmp_path / "home", clock=SystemClock(), read_only=True)
    assert folded(reopened) == 5
    reopened.close()


def test_work_is_done_again_when_the_pyramid_changed_meanwhile(storage: SqliteStorage, make_event: MakeEvent) -> None:
    storage.log.append([make_event(n) for n in range(5)])
    assert storage.folder is not None
    storage.folder.fold()
    storage.writer.run(forget_pyramid)
    assert storage.folder.fold() == 5
    assert folded(storage) == 5
