"""The context menus of the timeline: what can be done with a moment, a mark or a selected span."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QWidget

from app.timeline.ruler import span_label

translate = QCoreApplication.translate


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
