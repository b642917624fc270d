"""Tells whether the window in front of an X11 screen takes all of it. Reads no title and no content."""

from typing import Any

import xcffib
import xcffib.xproto


class FullScreenProbe:
    """Asks the window manager each time it is called. Used by one thread; where it cannot be told, nothing is."""

    def __init__(self, display: str) -> None:
        self._display = display
        self._connection: Any = None
        self._atoms: dict[str, int] = {}

    def __call__(self) -> bool:
        """Return whether the active window has the full-screen state."""
        try:
            connection = self._connected()
            if connection is None:
                return False
            root = connection.get_setup().roots[0].root
            active = self._words(connection, root, "_NET_ACTIVE_WINDOW")
            if not active or not active[0]:
                return False
            return self._atoms["_NET_WM_STATE_FULLSCREEN"] in self._words(connection, active[0], "_NET_WM_STATE")
        except (xcffib.Error, xcffib.ConnectionException, xcffib.XcffibException):
            self._connection = None
            return False

    def _connected(self) -> Any:
        if self._connection is None:
            connect: Any = xcffib.connect
            connection = connect(display=self._display)
            for name in ("_NET_ACTIVE_WINDOW", "_NET_WM_STATE", "_NET_WM_STATE_FULLSCREEN"):
                reply = connection.core.InternAtom(False, len(name), name).reply()
                self._atoms[name] = reply.atom
            self._connection = connection
        return self._connection

    def _words(self, connection: Any, window: int, name: str) -> list[int]:
        kind = xcffib.xproto.GetPropertyType.Any
        reply = connection.core.GetProperty(False, window, self._atoms[name], kind, 0, 64).reply()
        return list(reply.value.to_atoms()) if reply.format == 32 else []
