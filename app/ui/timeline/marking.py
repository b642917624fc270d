"""What the owner writes onto the timeline: notes, tags and bookmarks on a moment or over a span, in place."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, QPointF, Signal
from PySide6.QtWidgets import QMenu

from app.timeline.lanes import HEAD_WIDTH_PX, LaneKind
from app.timeline.places import Spot
from app.timeline.ruler import clock_label, span_label
from app.timeline.zone import SECOND_US
from app.ui.notes.editor import NoteEditor
from app.ui.notes.notebook import Notebook
from app.ui.timeline.canvas import TimelineCanvas
from app.ui.timeline.menu import MomentActions, moment_menu
from app.ui.timeline.wording import said
from app.ui.timeline.worker import Worker
from storage.events import Event
from storage.notes import MarkKind, kind_of_mark, tags_in_use
from storage.store import Store

_ABOVE_PX = 8


class Marking(QObject):
    """Opens the sheet for a mark and hands what was written to the notebook. For the main thread alone.

    Signals:
        said(text): something was done, in words.
    """

    said = Signal(str)

    def __init__(self, canvas: TimelineCanvas, editor: NoteEditor, notebook: Notebook, store: Store) -> None:
        super().__init__(canvas)
        self._canvas, self._editor, self._notebook, self._store = canvas, editor, notebook, store
        self._finish: Callable[[str], None] | None = None
        self._delete: Callable[[], None] | None = None
        self._worker = Worker("marks", self)
        self._worker.answered.connect(self._found)
        editor.written.connect(self._written)
        editor.deleted.connect(self._deleted)
        editor.left.connect(canvas.setFocus)

    def bookmark(self, span_us: tuple[int, int] | None = None) -> None:
        """Bookmark a span, else the selection or the playhead's moment, without asking."""
        self._notebook.add(MarkKind.BOOKMARK, "", span_us or self._span())
        self.said.emit(self._notebook.undo_words)

    def bookmark_now(self, now_us: int) -> None:
        """Bookmark the present, wherever the playhead is."""
        self.bookmark((now_us, now_us))

    def note(self, span_us: tuple[int, int] | None = None) -> None:
        """Ask for a note on a span, else on the selection or the playhead's moment."""
        self._begin(MarkKind.NOTE, span_us)

    def tag(self, span_us: tuple[int, int] | None = None) -> None:
        """Ask for a tag for a span, else for the selection or the playhead's moment."""
        self._begin(MarkKind.TAG, span_us)
        store = self._store
        self._worker.ask("tags", lambda: tags_in_use(store))

    def edit(self, event: Event) -> None:
        """Show a mark to be changed or deleted."""
        kind = kind_of_mark(event)
        if kind is None:
            return
        self._finish = lambda text: self._notebook.edit(event, text)
        self._delete = lambda: self._notebook.remove(event)
        self._show(kind, (event.start_us, event.end_us), event.text or "", existing=True)

    def name_place(self, name: str, spot: Spot) -> None:
        """Give a place the name that the owner wrote."""
        self._notebook.name_place(name, spot)
        self.said.emit(self._notebook.undo_words)

    def remove(self, event: Event) -> None:
        """Delete a mark."""
        self._notebook.remove(event)
        self.said.emit(self._notebook.undo_words)

    def open(self, key: int) -> None:
        """Show the mark behind a tile's key, to be changed."""
        store = self._store
        self._worker.ask("mark", lambda: store.by_key(key))

    def menu(self, at: QPointF, lanes: QMenu) -> QMenu:
        """Return the menu for a point of the canvas, the one of the lanes within it."""
        under = self._canvas.event_at(at)
        edit = partial(self.open, under[1]) if under is not None and under[0].kind is LaneKind.MARKS else None
        actions = MomentActions(
            lambda time_us: self.note((time_us, time_us)),
            lambda time_us: self.tag((time_us, time_us)),
            lambda time_us: self.bookmark((time_us, time_us)),
        )
        return moment_menu(self._canvas, self._canvas.time_at(at.x()), actions, lanes, edit)

    def undo(self) -> None:
        """Take the last change of a mark back."""
        words = self._notebook.undo()
        self.said.emit(self.tr("Undone: {0}").format(words) if words else self.tr("Nothing to undo"))

    def redo(self) -> None:
        """Do again what was undone last."""
        words = self._notebook.redo()
        self.said.emit(self.tr("Done again: {0}").format(words) if words else self.tr("Nothing to do again"))

    def idle(self) -> bool:
        """Tell whether nothing is being read or written."""
        return self._worker.idle() and self._notebook.idle()

    def stop(self) -> None:
        """End the worker."""
        self._worker.stop()

    def _span(self) -> tuple[int, int]:
        """The selection where there is one, else the playhead's instant."""
        navigator = self._canvas.navigator
        return navigator.selection or (navigator.playhead_us, navigator.playhead_us)

    def _begin(self, kind: MarkKind, span_us: tuple[int, int] | None) -> None:
        span = span_us or self._span()
        self._finish = lambda text: self._add(kind, text, span)
        self._delete = None
        self._show(kind, span, "", existing=False)

    def _add(self, kind: MarkKind, text: str, span: tuple[int, int]) -> None:
        self._notebook.add(kind, text, span)

    def _show(self, kind: MarkKind, span: tuple[int, int], text: str, *, existing: bool) -> None:
        view = self._canvas.navigator.viewport
        x_px = HEAD_WIDTH_PX + round(max(0.0, min(float(view.width_px), view.x_of(span[0])))) + _ABOVE_PX
        at = self._canvas.mapTo(self._editor.page, QPoint(x_px, -_ABOVE_PX))
        self._editor.begin(kind, self._head(kind, span), text, at, existing=existing)

    def _head(self, kind: MarkKind, span: tuple[int, int]) -> str:
        start_us, end_us = span
        when = clock_label(self._canvas.zone, start_us, SECOND_US)
        if end_us > start_us:
            when = f"{when}, {said(span_label(end_us - start_us))}"
        return {
            MarkKind.NOTE: self.tr("Note · {0}"),
            MarkKind.TAG: self.tr("Tag · {0}"),
            MarkKind.BOOKMARK: self.tr("Bookmark · {0}"),
        }[kind].format(when)

    def _written(self, text: str) -> None:
        if self._finish is not None:
            self._finish(text)
            self.said.emit(self._notebook.undo_words)

    def _deleted(self) -> None:
        if self._delete is not None:
            self._delete()
            self.said.emit(self._notebook.undo_words)

    def _found(self, name: str, answer: object) -> None:
        if name == "mark" and isinstance(answer, Event):
            self.edit(answer)
        elif name == "tags" and isinstance(answer, list):
            self._editor.offer(answer)
