"""Every key there is, in words: the window's own and those of the timeline."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from app.ui.timeline.keys import Binding

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Keys as they are written on this system, and what they do."""

    keys: str
    words: str


def window_shortcuts() -> tuple[Shortcut, ...]:
    """Return the keys that work everywhere in the window."""
    listed = (
        ("Ctrl+K", translate("shortcuts", "Search")),
        ("Ctrl+1", translate("shortcuts", "Timeline")),
        ("Ctrl+2", translate("shortcuts", "Search results")),
        ("Ctrl+3", translate("shortcuts", "Day")),
        ("Ctrl+4", translate("shortcuts", "Query")),
        ("Ctrl+5", translate("shortcuts", "Sources")),
        ("Ctrl+6", translate("shortcuts", "Settings")),
        ("Alt+Left", translate("shortcuts", "Previous day")),
        ("Alt+Right", translate("shortcuts", "Next day")),
        ("Ctrl+E", translate("shortcuts", "Export the selection, or what the timeline shows")),
        ("?", translate("shortcuts", "All shortcuts")),
        ("Ctrl+Q", translate("shortcuts", "Quit")),
    )
    return tuple(Shortcut(native(keys), words) for keys, words in listed)


def timeline_shortcuts(bindings: Sequence[Binding]) -> tuple[Shortcut, ...]:
    """Return the keys of the timeline."""
    return tuple(Shortcut("  ".join(native(keys) for keys in one.keys), one.words) for one in bindings)


def native(keys: str) -> str:
    """Return keys as this system writes them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
