"""The clipboard of Microsoft Windows through user32. Written without having been tried on Windows."""

import ctypes
from typing import Any

from capture.health import SourceUnavailableError

_POLL_S = 1.0
_UNICODE_TEXT = 13
_SECRET_FORMATS = ("ExcludeClipboardContentFromMonitorProcessing", "Clipboard Viewer Ignore")


class Win32Clipboard:
    """Looked at once a second by its sequence number, which costs nothing."""

    descriptors: tuple[int, ...] = ()
    poll_s: float | None = _POLL_S

    def __init__(self) -> None:
        windll: Any = getattr(ctypes, "windll", None)
        if windll is None:
            raise SourceUnavailableError("This is not Microsoft Windows.")
        self._user32, self._kernel32 = windll.user32, windll.kernel32
        self._user32.GetClipboardData.restype = ctypes.c_void_p
        self._kernel32.GlobalLock.restype = ctypes.c_void_p
        self._kernel32.GlobalLock.argtypes = self._kernel32.GlobalUnlock.argtypes = [ctypes.c_void_p]
        self._secret = [self._user32.RegisterClipboardFormatW(name) for name in _SECRET_FORMATS]
        self._seen = int(self._user32.GetClipboardSequenceNumber())

    def copied(self) -> bool:
        """Tell whether the sequence number changed."""
        before, self._seen = self._seen, int(self._user32.GetClipboardSequenceNumber())
        return before != self._seen

    def text(self) -> str | None:
        """Return the text; None when there is none, it is marked as secret, or another program holds the clipboard."""
        if any(self._user32.IsClipboardFormatAvailable(name) for name in self._secret):
            return None
        if not self._user32.OpenClipboard(None):
            return None
        try:
            handle = self._user32.GetClipboardData(_UNICODE_TEXT)
            address = self._kernel32.GlobalLock(handle) if handle else None
            if not address:
                return None
            try:
                return ctypes.wstring_at(address)
            finally:
                self._kernel32.GlobalUnlock(handle)
        finally:
            self._user32.CloseClipboard()

    def close(self) -> None:
        """Nothing to close."""
