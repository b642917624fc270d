"""What kinds of things a search finds: how each is called."""

from PySide6.QtCore import QCoreApplication

from storage.topics import CAMERA, CLIPBOARD, SCREEN, SCREEN_TEXT, TRANSCRIPT, WINDOW_FOCUS, builtin_topics


def chip(topic: str) -> str:
    """Return the word on the chip of a hit of this topic."""
    tr = QCoreApplication.translate
    words = {
        SCREEN_TEXT: tr("kinds", "seen"),
        SCREEN: tr("kinds", "seen"),
        TRANSCRIPT: tr("kinds", "heard"),
        WINDOW_FOCUS: tr("kinds", "window"),
        CLIPBOARD: tr("kinds", "copied"),
        CAMERA: tr("kinds", "camera"),
    }
    known = builtin_topics().get(topic)
    return words.get(topic) or (known.title if known is not None else topic).lower()


def kind_title(name: str) -> str:
    """Return how a kind of the query language (`kind:speech`) is called."""
    tr = QCoreApplication.translate
    titles = {
        "screen": tr("kinds", "Seen on screen"),
        "speech": tr("kinds", "Heard"),
        "window": tr("kinds", "Windows"),
        "clipboard": tr("kinds", "Copied"),
        "note": tr("kinds", "Notes"),
        "web": tr("kinds", "Web pages"),
        "calendar": tr("kinds", "Calendar"),
    }
    return titles.get(name, name.capitalize())
