"""Tells how long nothing was done, where the system knows. Windows is written without having been tried."""

import sys
from typing import Protocol


class IdleClock(Protocol):
    """A connection for one thread; methods may raise SourceUnavailableError.

    Attributes:
        descriptors: readable when the connection is lost.
    """

    descriptors: tuple[int, ...]

    def idle_s(self) -> float | None:
        """Return for how many seconds nothing was done, None where the system does not tell."""
        ...

    def close(self) -> None:
        """Disconnect; raises nothing."""
        ...


def open_idle_clock() -> IdleClock:
    """Return this system's; one that never knows where there is none.

    Raises:
        SourceUnavailableError: there is no display.
    """
    if sys.platform == "linux":
        from capture.input.x11 import X11Idle

        return X11Idle()
    if sys.platform == "win32":
        return Win32Idle()
    return UnknownIdle()


class UnknownIdle:
    """Never knows."""

    descriptors: tuple[int, ...] = ()

    def idle_s(self) -> float | None:
        """Not known."""
        return None

    def close(self) -> None:
        """Nothing to close."""


class Win32Idle(UnknownIdle):
    """Asks Windows for the time of the last input."""

    def idle_s(self) -> float | None:
        """Return the time since the last input of this session."""
        if sys.platform != "win32":
            return None
        import ctypes

        class LastInput(ctypes.Structure):
            _fields_ = (("size", ctypes.c_uint), ("tick_ms", ctypes.c_uint))

        last = LastInput(ctypes.sizeof(LastInput), 0)
        if not ctypes.windll.user32.GetLastInputInfo(ctypes.byref(last)):
            return None
        passed_ms = (ctypes.windll.kernel32.GetTickCount() - last.tick_ms) & 0xFFFFFFFF
        return float(passed_ms / 1000)
