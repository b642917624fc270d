"""Connects to the displays of this computer, whatever system that is."""

import sys

from capture.screen.protocol import Screen


def connect() -> Screen:
    """Return a new connection, for the calling thread alone.

    Raises:
        SourceUnavailableError: there is no display, or it cannot be recorded.
    """
    if sys.platform == "linux":
        from capture.screen.x11 import X11Screen

        return X11Screen()
    from capture.screen.portable import PortableScreen

    return PortableScreen()
