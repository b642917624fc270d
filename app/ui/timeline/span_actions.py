"""What can be done with a selected span: one list for the menu, the bar and the list of keys."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.timeline.ruler import span_label
from app.ui.timeline.wording import said

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class SpanVerbs:
    """What a page does with a span `[start_us, end_us)`; each is given both."""

    fit: Callable[[int, int], None]
    play: Callable[[int, int], None]
    note: Callable[[int, int], None]
    tag: Callable[[int, int], None]
    search: Callable[[int, int], None]
    copy_text: Callable[[int, int], None]
    export: Callable[[int, int], None]
    again: Callable[[int, int], None]
    forget: Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SpanAction:
    """A verb with its icon and its words."""

    icon: str
    words: str
    verb: Callable[[int, int], None]
    dangerous: bool = False


def span_actions(verbs: SpanVerbs) -> tuple[SpanAction, ...]:
    """Return the actions in the order in which they are shown."""
    return (
        SpanAction("timeline", translate("timeline", "Zoom to the selection"), verbs.fit),
        SpanAction("play", translate("timeline", "Play"), verbs.play),
        SpanAction("note", translate("timeline", "Note on it…"), verbs.note),
        SpanAction("tag", translate("timeline", "Tag it…"), verbs.tag),
        SpanAction("search", translate("timeline", "Search inside…"), verbs.search),
        SpanAction("copy", translate("timeline", "Copy what was said and read"), verbs.copy_text),
        SpanAction("export", translate("timeline", "Export…"), verbs.export),
        SpanAction("restore", translate("timeline", "Process again"), verbs.again),
        SpanAction("delete", translate("timeline", "Forget this span…"), verbs.forget, dangerous=True),
    )


def selected_words(span: tuple[int, int]) -> str:
    """Return how much is selected, in words."""
    return translate("timeline", "{0} selected").format(said(span_label(span[1] - span[0])))
