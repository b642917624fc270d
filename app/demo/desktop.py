"""A whole private desktop for machines without one: screen, window manager, message bus, sound. Plays no scenes."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

from app.demo import display, sound
from app.demo.display import VirtualDisplay
from app.demo.programs import ProgramFailedError, Programs, require
from app.demo.sound import Spoken, VirtualSound
from app.demo.waiting import until

NEEDS = (*display.NEEDS, *sound.NEEDS, "dbus-daemon", "setpriv", "xdotool")
_FOREIGN = ("WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "SESSION_MANAGER", "PULSE_SOURCE", "PULSE_SINK")


class VirtualDesktop:
    """Context manager: everything starts on entry and ends on exit, on errors and on SIGTERM (in the main thread).

    Nothing of the owner's own desktop, home folder or sound is touched. Only processes started here are ended. Use it
    from one thread.

    Attributes:
        folder: where sockets, logs and the private home folder lie; owner-only, deleted on exit.
        programs: what runs on the desktop.
        screen: the X display.
        sound: the sound server.
    """

    folder: Path
    programs: Programs
    screen: VirtualDisplay
    sound: VirtualSound

    def __init__(self, width_px: int = 1600, height_px: int = 900) -> None:
        self._size_px = (width_px, height_px)
        self._exit = ExitStack()

    def __enter__(self) -> Self:
        """Start everything.

        Raises:
            MissingProgramError: a program is not installed; the message names its package.
            ProgramFailedError, TookTooLongError: something did not come up.
        """
        require(NEEDS)
        with ExitStack() as stack:
            stack.enter_context(_TerminationRaises())
            self.folder = Path(tempfile.mkdtemp(prefix="daytrail-desktop-"))
            stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
            self.programs = Programs(self.folder, self._private_environment())
            stack.callback(self.programs.end_all)
            self._start_bus()
            self.screen = VirtualDisplay(self.programs, self.folder, *self._size_px)
            self.screen.start()
            self.sound = VirtualSound(self.programs, self.folder)
            self.sound.start()
            self._exit = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._exit.__exit__(kind, error, trace)

    def environment(self) -> dict[str, str]:
        """Return the environment for a program that shall appear on this desktop."""
        return dict(self.programs.environment)

    def start(self, command: Sequence[str | Path], more: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """Start a program on this desktop; it is ended with the desktop at the latest."""
        return self.programs.start(command, more=more)

    def say(self, text: str) -> Spoken:
        """Speak into the virtual microphone; returns when the last word has been said."""
        return self.sound.say(text)

    def picture(self, path: Path) -> Path:
        """Save what the screen shows as PNG, and return where.

        Raises:
            ProgramFailedError: the screen could not be read.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        self.programs.run([sys.executable, "-m", "mss", "--quiet", "--monitor", "1", "--output", path])
        if not path.exists():
            raise ProgramFailedError(f"No picture of the virtual screen was written to {path}.")
        return path

    def _private_environment(self) -> dict[str, str]:
        """The surroundings of a fresh account: own home, own runtime folder, nothing of the desktop around us."""
        kept = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
        home = self.folder / "home"
        runtime = self.folder / "runtime"
        for folder in (home, runtime):
            folder.mkdir(mode=0o700)
        return kept | {
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_CONFIG_HOME": str(home / ".config"),
            "XDG_CACHE_HOME": str(home / ".cache"),
            "XDG_DATA_HOME": str(home / ".local/share"),
            "XDG_SESSION_TYPE": "x11",
            "GDK_BACKEND": "x11",
            "GSETTINGS_BACKEND": "keyfile",
            "NO_AT_BRIDGE": "1",
            "LIBGL_ALWAYS_SOFTWARE": "1",
        }

    def _start_bus(self) -> None:
        socket = self.folder / "bus"
        self.programs.start(["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address=unix:path={socket}"])
        until(socket.exists, "the message bus dbus-daemon")
        self.programs.environment["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={socket}"


class _TerminationRaises:
    """While entered, SIGTERM raises SystemExit in the main thread, so that `with` blocks clean up."""

    def __enter__(self) -> None:
        self._applies = (
            threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
        )
        if self._applies:
            signal.signal(signal.SIGTERM, self._leave)

    def __exit__(self, *_: object) -> None:
        if self._applies:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)

    def _leave(self, number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)
