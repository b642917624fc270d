"""How long nothing was done in an X11 session, from the screen saver extension."""

from typing import Any

import xcffib
import xcffib.screensaver

from capture.x11 import XConnection


class X11Idle:
    """Asks the server that `DISPLAY` names."""

    def __init__(self) -> None:
        self._x = XConnection()
        self._saver: Any = self._x.extension(xcffib.screensaver.key)
        self.descriptors: tuple[int, ...] = (self._x.descriptor,)

    def idle_s(self) -> float | None:
        """Return the time since the last input."""
        self._x.events()  # notices a lost server
        if self._saver is None:
            return None
        with self._x.guarded():
            return float(self._saver.QueryInfo(self._x.root).reply().ms_since_user_input) / 1000

    def close(self) -> None:
        """Disconnect."""
        self._x.close()
