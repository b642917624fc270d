import threading
from pathlib import Path

import pytest

from app.config_watch import ConfigWatch


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "config.toml").write_text("first")
    return tmp_path / "config.toml"


class Notes:
    """Remembers what the file held whenever the watch called."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.held: list[str] = []
        self.called = threading.Event()

    def __call__(self) -> None:
        self.held.append(self._path.read_text())
        self.called.set()


def save(path: Path, text: str) -> None:
    """Change the file at one stroke: however slow the machine, nobody reads it while it is empty."""
    spare = path.with_suffix(".new")
    spare.write_text(text)
    spare.replace(path)


def test_a_change_is_noticed_once(path: Path) -> None:
    notes = Notes(path)
    watch = ConfigWatch(path, notes, interval_s=0.01)
    watch.start()
    try:
        save(path, "second")
        assert notes.called.wait(60)
        notes.called.clear()
        save(path, "third")
        assert notes.called.wait(60)
    finally:
        assert watch.stop(60)
    assert notes.held == ["second", "third"]


def test_what_we_wrote_ourselves_is_no_change(path: Path) -> None:
    notes = Notes(path)
    watch = ConfigWatch(path, notes, interval_s=0.01)
    path.write_text("ours")
    watch.expect()
    watch.start()
    try:
        save(path, "theirs")
        assert notes.called.wait(60)
    finally:
        assert watch.stop(60)
    assert notes.held == ["theirs"]
