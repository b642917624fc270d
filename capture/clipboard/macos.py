"""The pasteboard of macOS through AppKit. Written without having been tried on a Mac."""

import importlib
from typing import Any

from capture.health import SourceUnavailableError

_POLL_S = 1.0
_TEXT = "public.utf8-plain-text"
_SECRET_TYPES = frozenset({"org.nspasteboard.ConcealedType", "org.nspasteboard.TransientType"})


class MacClipboard:
    """Looked at once a second by its change count, which costs nothing."""

    descriptors: tuple[int, ...] = ()
    poll_s: float | None = _POLL_S

    def __init__(self) -> None:
        try:
            appkit: Any = importlib.import_module("AppKit")
        except ImportError as error:
            raise SourceUnavailableError(
                "The clipboard cannot be read: this is no Mac, or PyObjC is missing."
            ) from error
        self._pasteboard: Any = appkit.NSPasteboard.generalPasteboard()
        self._seen = int(self._pasteboard.changeCount())

    def copied(self) -> bool:
        """Tell whether the change count moved."""
        before, self._seen = self._seen, int(self._pasteboard.changeCount())
        return before != self._seen

    def text(self) -> str | None:
        """Return the text; None when there is none or a password manager marked it as concealed."""
        if _SECRET_TYPES & {str(each) for each in self._pasteboard.types() or ()}:
            return None
        found = self._pasteboard.stringForType_(_TEXT)
        return None if found is None else str(found)

    def close(self) -> None:
        """Nothing to close."""
