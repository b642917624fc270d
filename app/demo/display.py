"""A private X screen with a window manager, that only its owner can open; leaves sound and programs to others."""

import os
import secrets
import select
import subprocess
import time
from pathlib import Path

from app.demo.programs import ProgramFailedError, Programs
from app.demo.waiting import until

NEEDS = ("Xvfb", "xauth", "openbox", "xset", "xsetroot", "xprop")
_READY_S = 60.0
_BACKGROUND = "#33475b"


class VirtualDisplay:
    """Xvfb and openbox; the environment of `programs` points at it once it stands.

    Attributes:
        name: what DISPLAY is set to.
        server: the process of the X server; ending it is what a crashed display looks like.
    """

    name: str
    server: subprocess.Popen[bytes]

    def __init__(self, programs: Programs, folder: Path, width_px: int, height_px: int) -> None:
        self._programs = programs
        self._authority = folder / "Xauthority"
        self._size = f"{width_px}x{height_px}x24"

    def start(self) -> None:
        """Start the screen and its window manager; returns when windows can be opened.

        Raises:
            MissingProgramError: see `programs.require`.
            ProgramFailedError: the X server ended at once.
        """
        cookie = secrets.token_hex(16)
        self._admit(":0", cookie)
        self._start_server()
        self._admit(self.name, cookie)
        self._programs.environment |= {"DISPLAY": self.name, "XAUTHORITY": str(self._authority)}
        self._programs.run(["xset", "r", "off", "s", "off"])
        self._programs.run(["xsetroot", "-solid", _BACKGROUND])
        self._programs.start(["openbox", "--sm-disable"])
        until(self._managed, "the window manager openbox", timeout_s=_READY_S)

    def _admit(self, name: str, cookie: str) -> None:
        self._programs.run(["xauth", "-q", "-f", self._authority, "add", name, "MIT-MAGIC-COOKIE-1", cookie])

    def _start_server(self) -> None:
        readable, writable = os.pipe()
        try:
            command = ["Xvfb", "-displayfd", str(writable), "-screen", "0", self._size, "-nolisten", "tcp", "-noreset"]
            self.server = self._programs.start([*command, "-auth", self._authority], pass_fds=(writable,))
            os.close(writable)
            writable = -1
            number = _read_line(readable, time.monotonic() + _READY_S)
        finally:
            os.close(readable)
            if writable >= 0:
                os.close(writable)
        if not number:
            raise ProgramFailedError(f"The virtual screen did not start: {self._programs.said('Xvfb')}")
        self.name = f":{number}"

    def _managed(self) -> bool:
        """Tell whether a window manager has announced itself (EWMH, _NET_SUPPORTING_WM_CHECK)."""
        answer = self._programs.run(["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"])
        return "window id" in answer


def _read_line(readable: int, deadline_s: float) -> str:
    """Read a pipe to the line feed: the server writes that separately, and dies if nobody is there to read it."""
    said = b""
    while not said.endswith(b"\n"):
        ready, _, _ = select.select([readable], [], [], max(0.0, deadline_s - time.monotonic()))
        more = os.read(readable, 16) if ready else b""
        if not more:
            return ""
        said += more
    return said.decode().strip()
