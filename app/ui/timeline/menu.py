"""The context menus of the timeline: what can be done with a moment, a mark or a selected span."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QWidget

from app.ui.timeline.span_actions import SpanAction, selected_words

translate = QCoreApplication.translate


def span_menu(parent: QWidget, span: tuple[int, int], actions: tuple[SpanAction, ...]) -> QMenu:
    """Return the menu of a selected span."""
    menu = QMenu(parent)
    menu.addSection(selected_words(span))
    for action in actions:
        if action.dangerous:
            menu.addSeparator()
        menu.addAction(action.words, partial(action.verb, *span))
    return menu


@dataclass(frozen=True, slots=True)
class MomentActions:
    """What can be done at a moment, each given its time."""

    note: Callable[[int], None]
    tag: Callable[[int], None]
    bookmark: Callable[[int], None]


def moment_menu(
    parent: QWidget, time_us: int, actions: MomentActions, lanes: QMenu, edit: Callable[[], None] | None
) -> QMenu:
    """Return the menu of a moment; `lanes` becomes a part of it, `edit` changes the mark under the pointer if any."""
    menu = QMenu(parent)
    if edit is not None:
        menu.addAction(translate("timeline", "Change or delete…"), edit)
        menu.addSeparator()
    for words, action in (
        (translate("timeline", "Note here…"), actions.note),
        (translate("timeline", "Tag here…"), actions.tag),
        (translate("timeline", "Bookmark here"), actions.bookmark),
    ):
        menu.addAction(words, partial(action, time_us))
    menu.addSeparator()
    lanes.setTitle(translate("timeline", "Lanes"))
    lanes.setParent(menu, lanes.windowFlags())
    menu.addMenu(lanes)
    return menu
