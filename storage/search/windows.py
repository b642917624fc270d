"""What a moment looks like to its owner: the window in front, and a number equal for moments that look alike."""

from typing import Final

import xxhash

from storage.events import JsonObject

FOCUS_BACK_US: Final = 12 * 3_600 * 1_000_000
"""A window that came into focus longer ago is not looked for."""
FOCUS_SLACK_US: Final = 15 * 1_000_000
"""A window's span is extended every few seconds; what happens just after its known end belongs to it still."""


def window_of(data: JsonObject) -> tuple[str, str] | None:
    """Return (app, title) that an event names itself, "" for a title it does not; None when it names no app."""
    app, title = data.get("app"), data.get("title")
    if not isinstance(app, str):
        return None
    return app, title if isinstance(title, str) else ""


def likeness(topic: int, device: int, text: str, window: tuple[str, str], *, pictured: bool) -> int:
    """Return a number of 64 bits, signed: of a picture that of its window, where that is known, else of its text."""
    look = "\0".join(window) if pictured and window[0] else text
    return xxhash.xxh3_64_intdigest(f"{topic}\0{device}\0{look}".encode()) - (1 << 63)
