"""Connects to the window system of this computer, whichever that is."""

import sys

from capture.windows.protocol import WindowSystem, WindowSystemError


def connect() -> WindowSystem:
    """Return a new connection, for the calling thread alone.

    Raises:
        WindowSystemError: there is no window system here, or it does not answer.
    """
    if sys.platform == "win32":
        from capture.windows.win32 import Win32Windows

        return Win32Windows()
    if sys.platform == "darwin":
        from capture.windows.macos import MacWindows

        return MacWindows()
    if sys.platform == "linux":
        from capture.windows.x11 import X11Windows

        return X11Windows()
    raise WindowSystemError(f"Daytrail does not know how to see windows on {sys.platform}.")
