"""The keys of the timeline page, each with the words that the list of shortcuts shows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut

if TYPE_CHECKING:
    from app.ui.timeline.page import TimelinePage

translate = QCoreApplication.translate
_ZOOM = 1.5
_PAN_SHARE = 0.15


@dataclass(frozen=True, slots=True)
class Binding:
    """Keys that do the same thing, what that is in words, and the thing itself."""

    keys: tuple[str, ...]
    words: str
    action: Callable[[], None]


def bindings(page: "TimelinePage") -> tuple[Binding, ...]:
    """Return what keys do on the page."""
    navigator, stepper, marking = page.navigator, page.stepper, page.marking

    def pan(direction: int) -> Callable[[], None]:
        return lambda: navigator.pan(direction * navigator.viewport.width_px * _PAN_SHARE)

    return (
        Binding(("W", "+", "=", "Up"), translate("timeline", "Zoom in"), lambda: navigator.zoom(1 / _ZOOM)),
        Binding(("S", "-", "Down"), translate("timeline", "Zoom out"), lambda: navigator.zoom(_ZOOM)),
        Binding(("A", "Shift+Left"), translate("timeline", "Earlier"), pan(-1)),
        Binding(("D", "Shift+Right"), translate("timeline", "Later"), pan(1)),
        Binding(("Left", ","), translate("timeline", "Previous change of the screen"), stepper.back),
        Binding(("Right", "."), translate("timeline", "Next change of the screen"), stepper.forward),
        Binding(("Space",), translate("timeline", "Play or pause"), stepper.toggle),
        Binding(("Home",), translate("timeline", "Show everything"), page.fit_everything),
        Binding(("T", "End"), translate("timeline", "Go to now"), page.go_to_now),
        Binding(("F",), translate("timeline", "Fit the selection"), page.fit_selection),
        Binding(("G",), translate("timeline", "Go to a date or time"), page.ask_where_to),
        Binding(("N",), translate("timeline", "Note on this moment or the selection"), marking.note),
        Binding(("B",), translate("timeline", "Bookmark this moment or the selection"), marking.bookmark),
        Binding(("Shift+T",), translate("timeline", "Tag this moment or the selection"), marking.tag),
        Binding(("Del",), translate("timeline", "Delete what was recorded in the selection…"), page.forget_selection),
        Binding(("Ctrl+Z",), translate("timeline", "Undo the last change of a note"), marking.undo),
        Binding(("Ctrl+Shift+Z", "Ctrl+Y"), translate("timeline", "Do it again"), marking.redo),
        Binding(("C",), translate("timeline", "Compare with another day"), page.toggle_comparison),
        Binding(("?", "F1"), translate("timeline", "Keys and gestures"), page.show_shortcuts),
        Binding(("Esc",), translate("timeline", "Select nothing"), lambda: navigator.select(None)),
    )


def described(page: "TimelinePage") -> list[tuple[str, str]]:
    """Return keys and what they do, as people read them."""
    native = QKeySequence.SequenceFormat.NativeText
    return [
        (" · ".join(QKeySequence(key).toString(native) for key in each.keys), each.words) for each in bindings(page)
    ]


def bind_keys(page: "TimelinePage") -> None:
    """Make the keys work while the page or a part of it has the focus."""
    for binding in bindings(page):
        for keys in binding.keys:
            shortcut = QShortcut(QKeySequence(keys), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(binding.action)
