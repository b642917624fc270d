"""Every key there is, in words: the window's own and those of the timeline."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from app.ui.timeline.keys import Binding

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Shortcut:
    """Keys as they are written on this system, each for itself, and what they do."""

    keys: tuple[str, ...]
    words: str


def window_shortcuts() -> tuple[Shortcut, ...]:
    """Return the keys that work everywhere in the window."""
    listed = (
        ("Ctrl+K Ctrl+F", translate("shortcuts", "Search")),
        ("Ctrl+1", translate("shortcuts", "Timeline")),
        ("Ctrl+2", translate("shortcuts", "Search results")),
        ("Ctrl+3", translate("shortcuts", "Day")),
        ("Ctrl+4", translate("shortcuts", "Query")),
        ("Ctrl+5", translate("shortcuts", "Sources")),
        ("Ctrl+6 Ctrl+,", translate("shortcuts", "Settings")),
        ("Alt+Left", translate("shortcuts", "Previous day")),
        ("Alt+Right", translate("shortcuts", "Next day")),
        ("Ctrl+E", translate("shortcuts", "Export the selection, or what the timeline shows")),
        ("? F1", translate("shortcuts", "All shortcuts")),
        ("Ctrl+Q", translate("shortcuts", "Quit")),
    )
    return tuple(Shortcut(tuple(map(native, keys.split())), words) for keys, words in listed)


def query_shortcuts() -> tuple[Shortcut, ...]:
    """Return the keys of the query page."""
    listed = (
        ("Ctrl+Return", translate("shortcuts", "Run the query")),
        ("Esc", translate("shortcuts", "Stop it")),
        ("Ctrl+Space", translate("shortcuts", "Complete the name")),
        ("Ctrl+T", translate("shortcuts", "New query")),
        ("Ctrl+W", translate("shortcuts", "Close the query")),
    )
    return tuple(Shortcut((native(keys),), words) for keys, words in listed)


def timeline_shortcuts(bindings: Sequence[Binding]) -> tuple[Shortcut, ...]:
    """Return the keys of the timeline."""
    return tuple(Shortcut(tuple(map(native, one.keys)), one.words) for one in bindings)


def native(keys: str) -> str:
    """Return keys as this system writes them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
