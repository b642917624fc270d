"""Notices that the settings file was changed by somebody else; what to do about it is up to whoever asked to know."""

import logging
from collections.abc import Callable
from pathlib import Path

from storage.background import Background

logger = logging.getLogger(__name__)

INTERVAL_S = 1.0


class ConfigWatch(Background):
    """Looks at a file every second and calls `changed` once it has stayed the same for one more look.

    That second look lets an editor finish that empties a file before it fills it. `changed` runs in the watch's thread.
    """

    def __init__(self, path: Path, changed: Callable[[], None], interval_s: float = INTERVAL_S) -> None:
        super().__init__("settings")
        self._path = path
        self._changed = changed
        self._interval_s = interval_s
        self._known = self._content()

    def expect(self) -> None:
        """Take the file as it is now for known: we wrote it ourselves."""
        self._known = self._content()

    def run(self) -> None:
        before = self._known
        while not self.rest(self._interval_s):
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
