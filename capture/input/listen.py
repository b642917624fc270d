"""Listens to keyboard and pointer through pynput, and passes on that something was done, never which key it was."""

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Protocol

from capture.health import SourceUnavailableError

_START_S = 5.0
_END_S = 2.0
_END_ATTEMPTS = 10


class Heard(Protocol):
    """Whoever is told; called in the listeners' threads, and must be quick."""

    def key(self) -> None:
        """A key was pressed that is not only a modifier."""
        ...

    def click(self, x: int, y: int, button: str) -> None:
        """A button was pressed."""
        ...

    def scroll(self) -> None:
        """The wheel was turned one step."""
        ...

    def move(self, x: int, y: int) -> None:
        """The pointer moved."""
        ...


@contextmanager
def listening(heard: Heard) -> Iterator[Callable[[], bool]]:
    """Listen while the block runs; yields a function that tells whether it still can.

    Raises:
        SourceUnavailableError: input cannot be listened to here.
    """
    try:
        from pynput import keyboard, mouse
    except ImportError as error:
        raise SourceUnavailableError(
            "Keyboard and pointer cannot be listened to: there is no display, or access to input was not granted."
        ) from error

    modifiers = _modifiers(keyboard.Key)

    def pressed(key: object) -> None:
        if key not in modifiers:
            heard.key()

    def clicked(x: int, y: int, button: Any, down: bool) -> None:
        if down:
            heard.click(int(x), int(y), str(button.name))

    keys = _made(keyboard.Listener, on_press=pressed)
    pointer = _made(
        mouse.Listener,
        on_click=clicked,
        on_scroll=lambda _x, _y, _dx, _dy: heard.scroll(),
        on_move=lambda x, y: heard.move(int(x), int(y)),
    )
    listeners = (keys, pointer)
    for listener in listeners:
        listener.daemon = True
        listener.start()
    for listener in listeners:
        listener.listens.wait(_START_S)
    try:
        yield lambda: all(listener.is_alive() for listener in listeners)
    finally:
        for listener in listeners:
            with suppress(*connection_lost()):
                listener.stop()
        for listener in listeners:
            threading.Thread.join(listener, _END_S)


def _modifiers(keys: Any) -> frozenset[object]:
    return frozenset(
        key for key in keys if key.name.startswith(("shift", "ctrl", "alt", "cmd", "caps_lock", "num_lock"))
    )


def _made(kind: Any, **callbacks: Callable[..., None]) -> Any:
    """Return a listener that ends quietly when its display goes away; the source sees that it has ended."""

    def run(self: Any) -> None:
        if sys.platform != "linux":
            self.listens.set()
        try:
            with suppress(*connection_lost()):
                kind.run(self)
        finally:
            self.listens.set()

    def stop_on_x11(self: Any) -> None:
        # WORKAROUND pynput 1.8.2: it asks for its end over the connection that its thread reads from, where the
        # request waits for the next key or movement; and waits for ever for a thread that its display never let start.
        for _ in range(_END_ATTEMPTS):
            if hasattr(self, "_context"):
                _disable(self._context)
            if threading.current_thread() is self:
                return
            threading.Thread.join(self, _END_S / _END_ATTEMPTS)
            if not self.is_alive():
                return

    def handle(self: Any, answer: object) -> None:
        self.listens.set()  # the first answer says that the recording has begun, and holds nothing
        kind._handler(self, answer)

    methods: dict[str, object] = {"run": run}
    if sys.platform == "linux":
        methods |= {"_stop_platform": stop_on_x11, "_handler": handle}
    return type(kind.__name__, (kind,), methods | {"listens": threading.Event()})(**callbacks)


def _disable(recording: int) -> None:
    """End a recording of the X server's, over a connection of its own: the listener's thread uses all of its."""
    import xcffib.record

    from capture.windows.protocol import WindowSystemError
    from capture.x11 import XConnection

    with suppress(WindowSystemError):  # without a server there is no recording either
        x = XConnection()
        try:
            x.extension(xcffib.record.key).DisableContext(recording)
            x.flush()
        finally:
            x.close()


def connection_lost() -> tuple[type[Exception], ...]:
    """Return what a listener of pynput's raises in its thread when its display goes away."""
    if sys.platform != "linux":
        return (OSError,)
    from Xlib.error import ConnectionClosedError, DisplayError

    return (ConnectionClosedError, DisplayError, OSError)
