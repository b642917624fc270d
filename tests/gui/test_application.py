"""The whole application on a real X screen with a window manager, with and without a tray."""

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.demo.display import NEEDS, VirtualDisplay
from app.demo.programs import ProgramFailedError, Programs
from app.demo.waiting import TookTooLongError, until

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "tests" / "gui" / "application_program.py"
CLICK_S = 10.0
MISSING = [name for name in (*NEEDS, "xdotool", "trayer") if shutil.which(name) is None]

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")


class Desk:
    """A screen, perhaps with a tray, and the application on it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        home = folder / "user"
        home.mkdir()
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
        extra = {"HOME": str(home), "XDG_RUNTIME_DIR": str(folder), "PYTHONPATH": str(ROOT), "TZ": "UTC"}
        self.programs = Programs(folder, kept | extra | {"QT_QPA_PLATFORM": "xcb", "DBUS_SESSION_BUS_ADDRESS": ""})
        self.display = VirtualDisplay(self.programs, folder, 1280, 800)

    def start(self, *, tray: bool) -> None:
        self.display.start()
        if tray:
            edge = ["--edge", "bottom", "--align", "right", "--widthtype", "request", "--height", "24"]
            self.programs.start(["trayer", *edge, "--SetDockType", "true"])
            until(self._has_tray, "the tray")

    def _has_tray(self) -> bool:
        """Whether somebody owns the selection that makes a tray (freedesktop.org, System Tray Protocol)."""
        script = "from Xlib.display import Display as D; d = D(); t = d.intern_atom('_NET_SYSTEM_TRAY_S0'); "
        owner = self.programs.run([sys.executable, "-c", script + "print(int(d.get_selection_owner(t) != 0))"])
        return owner.strip() == "1"

    def open(self, *options: str) -> subprocess.Popen[bytes]:
        """Start the application; returns when it says that it runs."""
        home = self._folder / "home"
        home.mkdir(exist_ok=True)
        started = self.programs.start([sys.executable, PROGRAM, home, self._witness, *options])
        until(lambda: self._witness.exists() or started.poll() is not None, "the application")
        return started

    @property
    def _witness(self) -> Path:
        return self._folder / "witness.json"

    def calls(self) -> list[str]:
        """What the controls were told so far."""
        return list(json.loads(self._witness.read_text(encoding="utf-8"))["calls"])

    def visible(self) -> bool:
        """Whether the main window can be seen."""
        return bool(json.loads(self._witness.read_text(encoding="utf-8"))["visible"])

    def menu(self) -> bool:
        """Whether a menu of the application is open."""
        return bool(json.loads(self._witness.read_text(encoding="utf-8"))["menu"])

    def click_tray_until(self, happened: Callable[[], bool], what: str, button: int) -> None:
        """Click the icon, alone at the lower right corner; once more should it not have stood there yet."""

        def clicked() -> bool:
            self.programs.run(["xdotool", "mousemove", "1266", "788", "click", str(button)])
            with contextlib.suppress(TookTooLongError):
                until(happened, what, timeout_s=CLICK_S)
            return happened()

        until(clicked, what)

    def until_visible(self, wanted: bool) -> None:
        until(lambda: self.visible() is wanted, f"a window that is visible: {wanted}")

    def windows(self, *by: str) -> list[str]:
        """Ids of the windows that xdotool finds."""
        try:
            return self.programs.run(["xdotool", "search", "--onlyvisible", *by]).split()
        except ProgramFailedError:
            return []

    def press(self, *keys: str) -> None:
        self.programs.run(["xdotool", "key", "--delay", "120", *keys])

    def close_window(self) -> str:
        """Close the window as the window manager's button does; return its id."""
        until(lambda: self.windows("--name", "^Daytrail$"), "the window")
        window = self.windows("--name", "^Daytrail$")[-1]
        self.programs.run(["xdotool", "windowactivate", "--sync", window])
        self.press("alt+F4")
        return window


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.programs.end_all()


def test_the_tray_icon_opens_the_window_and_its_menu_pauses(desk: Desk) -> None:
    desk.start(tray=True)
    desk.open("--hidden")
    assert not desk.visible()
    desk.click_tray_until(desk.visible, "the window", 1)
    desk.close_window()
    desk.until_visible(False)
    desk.click_tray_until(desk.menu, "the menu", 3)
    desk.press("Down", "Down", "Return")
    until(lambda: desk.calls() == ["pause 900"], "the pause")


def test_a_second_start_brings_the_first_window_to_the_front(desk: Desk) -> None:
    desk.start(tray=True)
    first = desk.open("--hidden")
    second = desk.open()
    assert second.wait(60) == 0
    desk.until_visible(True)
    assert first.poll() is None


def test_sigterm_ends_it_in_order(desk: Desk) -> None:
    desk.start(tray=False)
    started = desk.open()
    desk.until_visible(True)
    started.terminate()
    assert started.wait(60) == 0


def test_without_a_tray_it_opens_though_hidden_and_asks_before_it_ends(desk: Desk) -> None:
    desk.start(tray=False)
    started = desk.open("--hidden")
    desk.until_visible(True)
    main = desk.close_window()
    until(lambda: len(desk.windows("--name", "^Daytrail$")) > 1, "the question")
    (question,) = {*desk.windows("--name", "^Daytrail$")} - {main}
    desk.programs.run(["xdotool", "windowactivate", "--sync", question])
    assert started.poll() is None
    desk.press("alt+q")
    assert started.wait(60) == 0
