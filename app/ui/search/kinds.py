"""What kinds of things a search finds: how each is called."""

from PySide6.QtCore import QCoreApplication

from storage.store import HIGHLIGHT_START, Hit
from storage.topics import CAMERA, CLIPBOARD, SCREEN, SCREEN_TEXT, TRANSCRIPT, WINDOW_FOCUS, builtin_topics

translate = QCoreApplication.translate


def chip(topic: str) -> str:
    """Return the word on the chip of a hit of this topic."""
    words = {
        SCREEN_TEXT: translate("kinds", "seen"),
        SCREEN: translate("kinds", "seen"),
        TRANSCRIPT: translate("kinds", "heard"),
        WINDOW_FOCUS: translate("kinds", "window"),
        CLIPBOARD: translate("kinds", "copied"),
        CAMERA: translate("kinds", "camera"),
    }
    known = builtin_topics().get(topic)
    return words.get(topic) or (known.title if known is not None else topic).lower()


def chip_of(hit: Hit) -> str:
    """Return the words on a hit's chip: its kind, how many moments it stands for, and whether its meaning was found."""
    words = chip(hit.event.topic)
    if hit.similarity and HIGHLIGHT_START not in hit.snippet:
        words = translate("kinds", "{0}, in other words").format(words)
    return words if hit.count == 1 else f"{words} × {hit.count}"


def kind_title(name: str) -> str:
    """Return how a kind of the query language (`kind:speech`) is called."""
    titles = {
        "screen": translate("kinds", "Seen on screen"),
        "speech": translate("kinds", "Heard"),
        "window": translate("kinds", "Windows"),
        "clipboard": translate("kinds", "Copied"),
        "note": translate("kinds", "Notes"),
        "web": translate("kinds", "Web pages"),
        "calendar": translate("kinds", "Calendar"),
    }
    return titles.get(name, name.capitalize())
