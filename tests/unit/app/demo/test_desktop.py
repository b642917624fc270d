import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from PIL import Image

from app.demo.desktop import VirtualDesktop
from app.demo.programs import MissingProgramError, ProgramFailedError

UP_THEN_WAIT = """
import sys
from app.demo.desktop import VirtualDesktop
with VirtualDesktop(640, 480) as desktop:
    print(desktop.folder, flush=True)
    sys.stdin.read()
"""


def test_everything_is_private_to_the_owner(desktop: VirtualDesktop) -> None:
    assert stat.S_IMODE(desktop.folder.stat().st_mode) == 0o700
    environment = desktop.environment()
    for name in ("HOME", "XDG_RUNTIME_DIR", "XAUTHORITY", "XDG_CONFIG_HOME"):
        assert Path(environment[name]).is_relative_to(desktop.folder)
    assert str(desktop.folder) in environment["PULSE_SERVER"]
    assert str(desktop.folder) in environment["DBUS_SESSION_BUS_ADDRESS"]


def test_nothing_of_the_desktop_around_reaches_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    monkeypatch.setenv("DISPLAY", ":77")
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    with VirtualDesktop(640, 480) as other:
        environment = other.environment()
    assert not environment.keys() & {"WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    assert environment["DISPLAY"] != ":77"


def test_a_picture_shows_what_is_on_the_screen(desktop: VirtualDesktop, tmp_path: Path) -> None:
    with Image.open(desktop.picture(tmp_path / "shots/screen.png")) as picture:
        assert picture.size == (1600, 900)
        assert picture.convert("RGB").getpixel((800, 450)) == (0x33, 0x47, 0x5B)


def test_leaves_no_process_and_no_file_behind() -> None:
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    with VirtualDesktop(640, 480) as brief:
        brief.start(["xterm"])
        folder = brief.folder
        assert {child.pid for child in psutil.Process().children(recursive=True)} - before
    assert not folder.exists()
    assert not {child.pid for child in psutil.Process().children(recursive=True)} - before


def test_an_error_inside_ends_everything_too() -> None:
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    brief = VirtualDesktop(640, 480)
    with pytest.raises(ProgramFailedError), brief:
        brief.programs.run(["ls", "/no-such-file"])
    assert not brief.folder.exists()
    assert not {child.pid for child in psutil.Process().children(recursive=True)} - before


def test_termination_ends_everything() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", UP_THEN_WAIT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdin is not None
    folder = Path(process.stdout.readline().strip())
    children = psutil.Process(process.pid).children(recursive=True)
    assert folder.is_dir()
    assert len(children) >= 6
    os.kill(process.pid, signal.SIGTERM)
    assert process.wait(60) == 128 + signal.SIGTERM
    process.stdout.close()
    process.stdin.close()
    assert not folder.exists()
    assert not psutil.wait_procs(children, timeout=60)[1]


def test_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(MissingProgramError, match=r"bootstrap\.sh demo.*pulseaudio"), VirtualDesktop():
        pass
