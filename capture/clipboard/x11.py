"""The clipboard of an X11 session: XFIXES tells of a new owner, ICCCM conversion asks the owner for its text."""

from typing import Any

import xcffib
import xcffib.xfixes
from xcffib.xproto import CW, Atom, EventMask, PropertyNotifyEvent, SelectionNotifyEvent, WindowClass

from capture.health import SourceUnavailableError
from capture.wake import Wake
from capture.x11 import XConnection
from storage.clock import Clock

_ANSWER_S = 1.0
_LARGE_ANSWER_S = 5.0
_MOST_BYTES = 16 << 20
_SECRET_HINTS = ("x-kde-passwordManagerHint",)
_TEXTS = ("UTF8_STRING", "text/plain;charset=utf-8", "STRING")
_PROPERTY = "DAYTRAIL_CLIPBOARD"
_WORDS = 1 << 18


class X11Clipboard:
    """The CLIPBOARD selection of the display that `DISPLAY` names."""

    poll_s: float | None = None

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._x = XConnection()
        fixes: Any = self._x.extension(xcffib.xfixes.key)
        if fixes is None:
            self._x.close()
            raise SourceUnavailableError("The display cannot tell of the clipboard: it lacks the XFIXES extension.")
        self._pending: list[Any] = []
        self._waiting = Wake()
        self.descriptors: tuple[int, ...] = (self._x.descriptor,)
        with self._x.guarded():
            fixes.QueryVersion(5, 0).reply()
            self._window = self._x.new_id()
            self._x.core.CreateWindow(
                0, self._window, self._x.root, 0, 0, 1, 1, 0, WindowClass.InputOnly, 0, CW.EventMask,
                [EventMask.PropertyChange],
            )  # fmt: skip
            mask = xcffib.xfixes.SelectionEventMask.SetSelectionOwner
            fixes.SelectSelectionInput(self._window, self._x.atom("CLIPBOARD"), mask)
            self._x.flush()

    def copied(self) -> bool:
        """Tell whether the clipboard has a new owner."""
        events, self._pending = [*self._pending, *self._x.events()], []
        return any(isinstance(event, xcffib.xfixes.SelectionNotifyEvent) for event in events)

    def text(self) -> str | None:
        """Ask the owner for its text; an owner that does not answer in a second has none."""
        targets = self._convert("TARGETS")
        if targets is None or len(targets) % 4:
            return None
        offered = {int.from_bytes(targets[at : at + 4], "little") for at in range(0, len(targets), 4)}
        if any(self._x.atom(hint) in offered for hint in _SECRET_HINTS):
            return None
        for name in _TEXTS:
            if self._x.atom(name) in offered:
                raw = self._convert(name)
                return None if raw is None else raw.decode("latin-1" if name == "STRING" else "utf-8", "replace")
        return None

    def close(self) -> None:
        """Disconnect."""
        self._waiting.close()
        self._x.close()

    def _convert(self, target: str) -> bytes | None:
        """Return what the owner gives in this form; None when it gives nothing."""
        place = self._x.atom(_PROPERTY)
        with self._x.guarded():
            self._x.core.DeleteProperty(self._window, place)
            self._x.core.ConvertSelection(
                self._window, self._x.atom("CLIPBOARD"), self._x.atom(target), place, xcffib.CurrentTime
            )
            self._x.flush()
        told = self._await(SelectionNotifyEvent, self._clock.monotonic_s() + _ANSWER_S)
        if told is None or told.property == Atom._None or told.target != self._x.atom(target):
            return None
        value, kind = self._take()
        return self._in_parts() if kind == self._x.atom("INCR") else value

    def _in_parts(self) -> bytes | None:
        """Take a long answer, which comes in parts until an empty one (ICCCM 2.7.2)."""
        until_s = self._clock.monotonic_s() + _LARGE_ANSWER_S
        parts: list[bytes] = []
        while sum(map(len, parts)) < _MOST_BYTES:
            told = self._await(PropertyNotifyEvent, until_s)
            if told is None:
                return None
            if told.state != 0 or told.atom != self._x.atom(_PROPERTY):
                continue
            part, _ = self._take()
            if not part:
                return b"".join(parts)
            parts.append(part)
        return b"".join(parts)

    def _take(self) -> tuple[bytes, int]:
        """Return and delete what was put into our property, and its type; deleting it asks for the next part."""
        parts: list[bytes] = []
        at = 0
        with self._x.guarded():
            while True:
                answer = self._x.core.GetProperty(False, self._window, self._x.atom(_PROPERTY), 0, at, _WORDS).reply()
                parts.append(answer.value.buf())
                at += _WORDS
                if not answer.bytes_after or at * 4 >= _MOST_BYTES:
                    break
            # Until it is deleted nothing new is put there: what was told of it is told of what has been read.
            waiting = [*self._pending, *self._x.events()]
            self._pending = [event for event in waiting if not isinstance(event, PropertyNotifyEvent)]
            self._x.core.DeleteProperty(self._window, self._x.atom(_PROPERTY))
            self._x.flush()
        return b"".join(parts), int(answer.type)

    def _await(self, kind: type[Any], until_s: float) -> Any:
        """Return the next event of a kind, None when none comes in time; other events wait for `copied`."""
        while True:
            self._pending += self._x.events()
            for index, event in enumerate(self._pending):
                if isinstance(event, kind):
                    del self._pending[index]
                    return event
            left_s = until_s - self._clock.monotonic_s()
            if left_s <= 0:
                return None
            self._waiting.wait(left_s, self._x.descriptor)
