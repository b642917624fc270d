"""The hands of a person at the virtual desktop: open, switch, type, click, speak, and remember what was done when."""

import contextlib
import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.demo.desktop import VirtualDesktop
from app.demo.programs import ProgramFailedError
from app.demo.waiting import until

KEY_DELAY_MS = 100
_WINDOW_S = 60.0


class DeedKind(StrEnum):
    """What somebody did."""

    WINDOW = "window"
    TYPE = "type"
    CLICK = "click"
    SAY = "say"


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was done, to compare a recording with.

    Attributes:
        kind: what was done.
        text: the window's title, the text typed, or the words said; "" for a click.
        start_us: when it began, microseconds UTC; for a window, when it was first in front.
        end_us: when it was over; for a window, when it was in front for sure.
        keys: keys that went down.
        clicks: buttons that went down.
    """

    kind: DeedKind
    text: str
    start_us: int
    end_us: int
    keys: int = 0
    clicks: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a window is put, in pixels."""

    x: int
    y: int
    width: int
    height: int


class Hand:
    """Does things on a desktop and keeps the list of them.

    Types with keys as they lie on the keyboard: text of lower-case letters, digits, spaces and `-./;` presses exactly
    one key each. Use it from one thread.

    Attributes:
        deeds: what was done, in order.
        windows: ids of the windows opened and not closed.
    """

    deeds: list[Deed]
    windows: list[str]

    def __init__(self, desktop: VirtualDesktop) -> None:
        self._desktop = desktop
        self._programs = desktop.programs
        self._pace = threading.Event()
        self.deeds = []
        self.windows = []

    def open(self, command: Sequence[str | Path], title: str, place: Place) -> str:
        """Start a program, wait for its window (a regular expression for its title) in front; return the window's id.

        Raises:
            TookTooLongError, ProgramFailedError: no such window came.
        """
        self._desktop.start(command)
        window = self.find(title)
        self.windows.append(window)
        self.bring(window)
        self.place(window, place)
        return window

    def find(self, title: str, *, timeout_s: float = _WINDOW_S) -> str:
        """Wait for a window (a regular expression for its title); return its id (raises TookTooLongError)."""
        return until(lambda: self._find(title), f"a window titled {title}", timeout_s=timeout_s)

    def place(self, window: str, place: Place) -> None:
        """Move a window and give it a size."""
        self._xdotool("windowsize", "--sync", window, str(place.width), str(place.height))
        self._xdotool("windowmove", window, str(place.x), str(place.y))

    def switch(self, window: str) -> None:
        """Bring a window to the front, as a task switcher does: without keys or clicks."""
        self.bring(window)

    def bring(self, window: str) -> None:
        """Ask for a window until it is in front: window managers leave a new one behind while another is in use.

        Raises:
            TookTooLongError: it does not come.
        """
        start_us = _now_us()
        until(lambda: self._asked_to_front(window), "a window to come to the front", timeout_s=_WINDOW_S, poll_s=0.2)
        self.deeds.append(Deed(DeedKind.WINDOW, self.title(window), start_us, _now_us()))

    def minimize(self, window: str) -> None:
        """Put a window aside."""
        self._xdotool("windowminimize", "--sync", window)

    def close(self, window: str) -> None:
        """Close a window that was opened, and wait until it is gone."""
        self.windows.remove(window)
        self._xdotool("windowclose", window)
        until(lambda: not self._exists(window), "a window to close", timeout_s=_WINDOW_S)

    def type(self, text: str) -> None:
        """Type into the window in front; a line feed is the Return key."""
        start_us = _now_us()
        for line in text.splitlines(keepends=True):
            self._xdotool("type", "--delay", str(KEY_DELAY_MS), line.removesuffix("\n"))
            if line.endswith("\n"):
                self._xdotool("key", "Return")
        self.deeds.append(Deed(DeedKind.TYPE, text, start_us, _now_us(), keys=len(text)))

    def click(self, window: str) -> None:
        """Click into the middle of a window, and wait until that window is in front."""
        geometry = dict(
            line.split("=", 1)
            for line in self._xdotool("getwindowgeometry", "--shell", window).splitlines()
            if "=" in line
        )
        x = int(geometry["X"]) + int(geometry["WIDTH"]) // 2
        y = int(geometry["Y"]) + int(geometry["HEIGHT"]) // 2
        before = self.front()
        start_us = _now_us()
        self._xdotool("mousemove", "--sync", str(x), str(y), "click", "1")
        self.deeds.append(Deed(DeedKind.CLICK, "", start_us, _now_us(), clicks=1))
        if before != window:
            self.bring(window)

    def say(self, text: str) -> None:
        """Say something aloud."""
        spoken = self._desktop.say(text)
        self.deeds.append(Deed(DeedKind.SAY, spoken.text, spoken.start_us, spoken.end_us))

    def rest(self, seconds: float) -> None:
        """Do nothing for a while, as people do."""
        self._pace.wait(seconds)

    def front(self) -> str:
        """Return the id of the window in front, "" between two."""
        try:
            return self._xdotool("getactivewindow").strip()
        except ProgramFailedError:
            return ""

    def title(self, window: str) -> str:
        """Return a window's title."""
        return self._xdotool("getwindowname", window).removesuffix("\n")

    def _asked_to_front(self, window: str) -> bool:
        if self.front() == window:
            return True
        with contextlib.suppress(ProgramFailedError):
            self._xdotool("windowactivate", window)
        return self.front() == window

    def _exists(self, window: str) -> bool:
        try:
            self.title(window)
        except ProgramFailedError:
            return False
        return True

    def _find(self, title: str) -> str:
        try:
            found = self._xdotool("search", "--onlyvisible", "--name", title).split()
        except ProgramFailedError:
            return ""
        matching = [window for window in found if re.search(title, self.title(window))]
        return matching[-1] if matching else ""

    def _xdotool(self, *arguments: str) -> str:
        return self._programs.run(["xdotool", *arguments])


def _now_us() -> int:
    return time.time_ns() // 1_000
