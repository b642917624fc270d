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


def test_a_change_is_noticed_once(path: Path) -> None:
    notes = Notes(path)
    watch = ConfigWatch(path, notes, interval_s=0.01)
    watch.start()
    try:
        path.write_text("second")
        assert notes.called.wait(10)
        notes.called.clear()
        path.unlink()
        path.write_text("third")
        assert notes.called.wait(10)
    finally:
        assert watch.stop(5)
    assert notes.held == ["second", "third"]


def test_what_we_wrote_ourselves_is_no_change(path: Path) -> None:
    notes = Notes(path)
    watch = ConfigWatch(path, notes, interval_s=0.01)
    path.write_text("ours")
    watch.expect()
    watch.start()
    try:
        path.write_text("theirs")
        assert notes.called.wait(10)
    finally:
        assert watch.stop(5)
    assert notes.held == ["theirs"]
