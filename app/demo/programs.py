"""Starts other programs for the virtual desktop and ends exactly those; knows nothing of what they are for."""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

PACKAGES = {
    "Xvfb": "xvfb",
    "xauth": "xauth",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "xset": "x11-xserver-utils",
    "xsetroot": "x11-xserver-utils",
    "xprop": "x11-utils",
    "xterm": "xterm",
    "mousepad": "mousepad",
    "dbus-daemon": "dbus",
    "pulseaudio": "pulseaudio",
    "pactl": "pulseaudio-utils",
    "pacat": "pulseaudio-utils",
    "paplay": "pulseaudio-utils",
    "espeak-ng": "espeak-ng",
    "setpriv": "util-linux",
}
"""Every program that is used, and the Debian package it comes with."""

END_PATIENCE_S = 5.0


class MissingProgramError(Exception):
    """Programs are not installed; the message names their Debian packages and how to get them."""


class ProgramFailedError(Exception):
    """A program did not do its work; the message holds the end of what it said."""


def require(names: Iterable[str]) -> None:
    """Check that programs are installed.

    Raises:
        MissingProgramError: at least one is not.
    """
    missing = [name for name in names if shutil.which(name) is None]
    if missing:
        packages = sorted({PACKAGES.get(name, name) for name in missing})
        raise MissingProgramError(
            f"Not installed: {', '.join(missing)}. Run packaging/bootstrap.sh demo, "
            f"or install the Debian packages yourself: apt-get install {' '.join(packages)}"
        )


class Programs:
    """Child processes with one environment, each in a process group of its own and ended in reverse order.

    They start in their home folder; what they write goes to one log file each below `folder`. Should this process be
    killed outright, the kernel ends them. Use it from one thread.

    Attributes:
        environment: what the next program will be started with; may be added to.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.environment = dict(environment)
        self._folder = folder
        self._running: list[subprocess.Popen[bytes]] = []

    def start(
        self, command: Sequence[str | Path], *, pass_fds: tuple[int, ...] = (), more: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        """Start a program that stays; `more` is added to its environment.

        Raises:
            MissingProgramError: it is not installed.
        """
        program = str(command[0])
        require(["setpriv", program])
        with self._log(program).open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - the command is ours, no shell takes part
                [_path("setpriv"), "--pdeathsig", "TERM", _path(program), *map(str, command[1:])],
                env=self.environment | dict(more or {}),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=pass_fds,
                cwd=self.environment.get("HOME"),
                start_new_session=True,
            )
        self._running.append(process)
        return process

    def run(self, command: Sequence[str | Path], *, timeout_s: float = 60.0) -> str:
        """Run a program to its end and return what it printed.

        Raises:
            MissingProgramError: it is not installed.
            ProgramFailedError: it ended with an error, or not in time.
        """
        program = str(command[0])
        require([program])
        try:
            done = subprocess.run(  # noqa: S603 - the command is ours, no shell takes part
                [_path(program), *map(str, command[1:])],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=timeout_s,
                check=True,
            )
        except subprocess.TimeoutExpired as error:
            raise ProgramFailedError(f"{program} did not end within {timeout_s:g} s.") from error
        except subprocess.CalledProcessError as error:
            raise ProgramFailedError(f"{program} failed ({error.returncode}): {error.stderr[-500:].strip()}") from error
        return done.stdout

    def said(self, program: str) -> str:
        """Return the end of what a program that was started wrote, for messages."""
        log = self._log(program)
        return log.read_text(encoding="utf-8", errors="replace")[-500:].strip() if log.exists() else ""

    def end(self, process: subprocess.Popen[bytes], *, patience_s: float = END_PATIENCE_S) -> int:
        """End one program (asked first, then made to) with all its children; return its exit status."""
        if process in self._running:
            self._running.remove(process)
        if process.poll() is None:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(patience_s)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        return process.wait()

    def end_all(self) -> None:
        """End everything that was started, the newest first."""
        while self._running:
            self.end(self._running[-1])

    def _log(self, program: str) -> Path:
        return self._folder / f"{Path(program).name}.log"


def _path(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise MissingProgramError(f"{program} is not installed.")
    return found
