"""Notices that the settings file was changed by somebody else; what to do about it is up to whoever asked to know."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

logger = logging.getLogger(__name__)

INTERVAL_S = 1.0


class ConfigWatch:
    """Looks at a file every second and calls `changed` once it has stayed the same for one more look.

    That second look lets an editor finish that empties a file before it fills it. `changed` runs in the watch's thread.
    """

    def __init__(self, path: Path, changed: Callable[[], None], interval_s: float = INTERVAL_S) -> None:
        self._path = path
        self._changed = changed
        self._interval_s = interval_s
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._known = self._content()

    def start(self) -> None:
        """Begin to look."""
        self._stop.clear()
        self._thread = threading.Thread(target=self._run, name="settings", daemon=True)
        self._thread.start()

    def stop(self, deadline_s: float) -> bool:
        """Stop looking; return whether the thread ended in time."""
        self._stop.set()
        if self._thread is None:
            return True
        self._thread.join(deadline_s)
        return not self._thread.is_alive()

    def expect(self) -> None:
        """Take the file as it is now for known: we wrote it ourselves."""
        self._known = self._content()

    def _run(self) -> None:
        before = self._known
        while not self._stop.wait(self._interval_s):
            now = self._content()
            if now != self._known and now == before:
                self._known = now
                self._changed()
            before = now

    def _content(self) -> bytes:
        try:
            return self._path.read_bytes()
        except OSError:
            return b""
