"""The context menu of the timeline: what can be done with a moment or a selected span."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from app.timeline.ruler import span_label


@dataclass(frozen=True, slots=True)
class SpanActions:
    """What can be done with a span `[start_us, end_us)`, each given both."""

    fit: Callable[[int, int], None]
    play: Callable[[int, int], None]
    copy_text: Callable[[int, int], None]
    forget: Callable[[int, int], None]


def span_menu(parent: QWidget, span: tuple[int, int], actions: SpanActions) -> QMenu:
    """Return the menu of a selected span."""
    menu = QMenu(parent)
    menu.addSection(span_label(span[1] - span[0]))
    for words, action in (
        ("Zoom to the selection", actions.fit),
        ("Play", actions.play),
        ("Copy what was said and read", actions.copy_text),
    ):
        menu.addAction(words, partial(action, *span))
    menu.addSeparator()
    menu.addAction("Forget this span…", partial(actions.forget, *span))
    return menu
