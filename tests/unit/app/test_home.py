import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from app.home import AlreadyRecordingError, HomeError, RecorderLock, open_home


def test_variable_moves_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAYTRAIL_HOME", str(tmp_path / "elsewhere"))
    home = open_home()
    assert home.root == tmp_path / "elsewhere"
    assert home.config.parent == home.media.parent == home.logs.parent == home.root


def test_only_the_owner_may_look_inside(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    home = open_home(tmp_path / "data")
    assert stat.S_IMODE(home.root.stat().st_mode) == 0o700


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(HomeError, match="data folder .*data cannot be used"):
        open_home(tmp_path / "data")


def test_a_second_recorder_is_told_who_the_first_is(tmp_path: Path) -> None:
    home = open_home(tmp_path)
    with RecorderLock(home):
        with pytest.raises(AlreadyRecordingError, match=f"process {os.getpid()}"):
            RecorderLock(home).acquire()
        assert RecorderLock(home).owner() == os.getpid()
    assert RecorderLock(home).owner() is None


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    hold = (
        "import sys; from pathlib import Path; from app.home import *; "
        "lock = RecorderLock(open_home(Path(sys.argv[1]))); lock.acquire(); print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        lock = RecorderLock(open_home(tmp_path))
        assert lock.owner() == child.pid
        child.kill()
        child.wait()
        with lock:
            assert lock.owner() == os.getpid()
