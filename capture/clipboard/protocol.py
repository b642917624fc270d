"""The contract of a clipboard: says when something was copied, and gives text that is no secret."""

import sys
from typing import Protocol

from capture.health import SourceUnavailableError
from storage.clock import Clock


class Clipboard(Protocol):
    """A connection for one thread; every method may raise SourceUnavailableError.

    Attributes:
        descriptors: readable when something may have been copied.
        poll_s: how often to look where nothing tells, None where it does.
    """

    descriptors: tuple[int, ...]
    poll_s: float | None

    def copied(self) -> bool:
        """Take in, without waiting, what was told; tell whether something was copied since the last call."""
        ...

    def text(self) -> str | None:
        """Return what is on the clipboard; None when it is no text or marked as secret by a password manager."""
        ...

    def close(self) -> None:
        """Disconnect; raises nothing."""
        ...


def connect(clock: Clock) -> Clipboard:
    """Return a new connection to this system's clipboard, for the calling thread alone.

    Raises:
        SourceUnavailableError: there is none, or it does not answer.
    """
    if sys.platform == "linux":
        from capture.clipboard.x11 import X11Clipboard

        return X11Clipboard(clock)
    if sys.platform == "win32":
        from capture.clipboard.win32 import Win32Clipboard

        return Win32Clipboard()
    if sys.platform == "darwin":
        from capture.clipboard.macos import MacClipboard

        return MacClipboard()
    raise SourceUnavailableError(f"Daytrail does not know how to read the clipboard on {sys.platform}.")
