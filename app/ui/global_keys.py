"""Keys that work in every program: pause or resume recording, and a bookmark for this moment."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from capture.input.listen import connection_lost

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
    """These keys cannot be listened to; the message says why.

    Attributes:
        wrong: the combinations that cannot be read; the others could be listened to.
    """

    def __init__(self, message: str, wrong: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.wrong = wrong


def listen(keys: dict[str, Callable[[], None]]) -> Listener:
    """Start to listen for key combinations in pynput's notation; the functions are called on the listener's thread.

    Raises:
        GlobalKeysError: there is no display, or a combination cannot be read.
    """
    try:
        from pynput import keyboard
    except ImportError as error:
        raise GlobalKeysError("Keys for every program need an X display; they are off.") from error
    wrong = tuple(each for each in keys if not _is_read(keyboard.HotKey.parse, each))
    if wrong:
        raise GlobalKeysError(f"Not a combination of keys: {', '.join(wrong)}. Write it as <ctrl>+<alt>+p.", wrong)

    class HotKeys(keyboard.GlobalHotKeys):  # type: ignore[misc]
        """Ends quietly when its display goes away: that is no mistake of the program's."""

        def run(self) -> None:
            with suppress(*connection_lost()):
                super().run()

    listener = HotKeys(keys)
    listener.daemon = True
    listener.start()
    listener.wait()
    return listener


def _is_read(parse: Callable[[str], object], combination: str) -> bool:
    try:
        parse(combination)
    except ValueError:
        return False
    return True


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
            self._listen(keys)

    def _listen(self, keys: dict[str, Callable[[], None]]) -> None:
        """Listen for those that can be read, and tell of the others."""
        try:
            self._listener = self._open(keys)
        except GlobalKeysError as error:
            logger.info("global keys are off")
            self.failed.emit(str(error))
            others = {each: tell for each, tell in keys.items() if error.wrong and each not in error.wrong}
            if others:
                self._listen(others)
