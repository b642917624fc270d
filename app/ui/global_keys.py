"""Keys that work in every program: pause or resume recording, and a bookmark for this moment."""

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

logger = logging.getLogger(__name__)


class Listener(Protocol):
    """A running listener."""

    def stop(self) -> None:
        """Listen no more."""
        ...

    def join(self, timeout: float | None = None) -> None:
        """Wait for its thread."""
        ...


class GlobalKeysError(Exception):
    """These keys cannot be listened to; the message says why."""


def listen(keys: dict[str, Callable[[], None]]) -> Listener:
    """Start to listen for key combinations in pynput's notation; the functions are called on the listener's thread.

    Raises:
        GlobalKeysError: there is no display, or a combination cannot be read.
    """
    try:
        from pynput import keyboard
    except ImportError as error:
        raise GlobalKeysError("Keys for every program need an X display; they are off.") from error
    try:
        listener = keyboard.GlobalHotKeys(keys)
    except ValueError as error:
        raise GlobalKeysError(f"Not a combination of keys: {', '.join(keys)}. Write <ctrl>+<alt>+p.") from error
    listener.daemon = True
    listener.start()
    listener.wait()
    return listener  # type: ignore[no-any-return]


class GlobalKeys(QObject):
    """Listens on a thread of its own; signals arrive on the main one.

    Signals:
        pauseToggled(), bookmarkWanted(): the keys were pressed, in whatever program.
        failed(message): the keys cannot be listened to.
    """

    pauseToggled = Signal()  # noqa: N815
    bookmarkWanted = Signal()  # noqa: N815
    failed = Signal(str)

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        open_listener: Callable[[dict[str, Callable[[], None]]], Listener] = listen,
    ) -> None:
        super().__init__(parent)
        self._open, self._keys = open_listener, ("", "")
        self._listener: Listener | None = None
        self._change = threading.Lock()

    def use(self, pause: str, bookmark: str) -> None:
        """Listen for these combinations instead; "" for none. Returns at once."""
        if (pause, bookmark) != self._keys:
            self._keys = (pause, bookmark)
            threading.Thread(target=self._follow, args=(pause, bookmark), name="global keys", daemon=True).start()

    @property
    def listening(self) -> bool:
        """Whether any keys are listened for."""
        return self._listener is not None

    def stop(self) -> None:
        """Listen no more; waits until it is so."""
        self._keys = ("", "")
        self._follow("", "")

    def _follow(self, pause: str, bookmark: str) -> None:
        with self._change:
            if self._listener is not None:
                self._listener.stop()
                self._listener.join(2.0)
                self._listener = None
            wanted = ((pause, self.pauseToggled.emit), (bookmark, self.bookmarkWanted.emit))
            keys: dict[str, Callable[[], None]] = {combination: tell for combination, tell in wanted if combination}
            if not keys or (pause, bookmark) != self._keys:
                return
            try:
                self._listener = self._open(keys)
            except GlobalKeysError as error:
                logger.info("global keys are off")
                self.failed.emit(str(error))
