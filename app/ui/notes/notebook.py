"""Writes the owner's notes, tags, bookmarks and names of places to the log, off the main thread, with undo."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from app.timeline.places import Spot, place_named
from app.ui.timeline.worker import Worker
from storage.clock import Clock
from storage.events import Event, new_uid
from storage.log import Log, LogError
from storage.notes import MarkKind, kind_of_mark, mark

_log = logging.getLogger(__name__)


class _Slot:
    """An event that comes and goes as changes are undone; each time it comes back it has a new uid."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.was_kept = False


@dataclass(frozen=True, slots=True)
class _Change:
    kind: MarkKind | None
    """None: a place was named."""
    verb: str
    added: tuple[_Slot, ...]
    removed: tuple[_Slot, ...]


class Notebook(QObject):
    """Makes, changes and deletes marks, with undo and redo. For the main thread; the log is written on its worker's.

    Signals:
        changed(): the log has another set of marks now.
        history_changed(): there is something else to undo or redo.
        failed(message): the log refused.
    """

    changed = Signal()
    history_changed = Signal()
    failed = Signal(str)

    def __init__(self, log: Log, clock: Clock, device: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log, self._clock, self._device = log, clock, device
        self._slots: dict[bytes, _Slot] = {}
        self._done: list[_Change] = []
        self._undone: list[_Change] = []
        self._jobs = 0
        self._worker = Worker("notebook", self)
        self._worker.answered.connect(lambda *_: self.changed.emit())
        self._worker.failed.connect(lambda _, message: self.failed.emit(message))

    def add(self, kind: MarkKind, text: str, span_us: tuple[int, int]) -> Event:
        """Add a mark over a span (an instant when both ends are equal).

        Raises:
            ValueError: a note or tag without text.
        """
        made = mark(kind, text, span_us, self._clock.now_us(), self._device, self._clock.tz_offset_min())
        self._change(_Change(kind, "add", (_Slot(made),), ()))
        return made

    def name_place(self, name: str, spot: Spot) -> Event:
        """Give a place (latitude and longitude in degrees) a name; it stands before older names of the same place.

        Raises:
            ValueError: the name is empty.
        """
        made = place_named(name, spot, self._clock.now_us(), self._device, self._clock.tz_offset_min())
        self._change(_Change(None, "add", (_Slot(made),), ()))
        return made

    def edit(self, event: Event, text: str) -> None:
        """Give a mark another text (raises ValueError as `add`); its place and kind stay."""
        kind = kind_of_mark(event)
        if kind is None or text.strip() == (event.text or ""):
            return
        made = mark(kind, text, (event.start_us, event.end_us), self._clock.now_us(), event.device, event.tz_offset_min)
        self._change(_Change(kind, "edit", (_Slot(made),), (self._slot(event),)))

    def remove(self, event: Event) -> None:
        """Delete a mark."""
        kind = kind_of_mark(event)
        if kind is not None:
            self._change(_Change(kind, "delete", (), (self._slot(event),)))

    @property
    def undo_words(self) -> str:
        """What `undo` would take back, in words; "" when there is nothing."""
        return self._words(self._done[-1]) if self._done else ""

    @property
    def redo_words(self) -> str:
        """What `redo` would do again, in words; "" when there is nothing."""
        return self._words(self._undone[-1]) if self._undone else ""

    def undo(self) -> str:
        """Take the last change back; return what it was, "" when there is none."""
        if not self._done:
            return ""
        change = self._done.pop()
        self._undone.append(change)
        self._write(change.removed, change.added)
        return self._words(change)

    def redo(self) -> str:
        """Do again what was undone last; return what it was, "" when there is none."""
        if not self._undone:
            return ""
        change = self._undone.pop()
        self._done.append(change)
        self._write(change.added, change.removed)
        return self._words(change)

    def continue_from(self, other: "Notebook") -> None:
        """Undo what another notebook did, which writes no more."""
        self._slots, self._done, self._undone = dict(other._slots), list(other._done), list(other._undone)
        self.history_changed.emit()

    def idle(self) -> bool:
        """Tell whether everything is written."""
        return self._worker.idle()

    def stop(self) -> None:
        """End the worker; what was asked before is written first."""
        self._worker.finish()

    def _change(self, change: _Change) -> None:
        self._done.append(change)
        self._undone.clear()
        self._write(change.added, change.removed)

    def _write(self, added: Sequence[_Slot], removed: Sequence[_Slot]) -> None:
        for slot in added:
            if slot.was_kept:
                slot.event = replace(slot.event, uid=new_uid(self._clock.now_us() * 1_000))
            slot.was_kept = True
            self._slots[slot.event.uid] = slot
        events, uids, log = [slot.event for slot in added], [slot.event.uid for slot in removed], self._log
        for uid in uids:
            self._slots.pop(uid, None)

        def write() -> None:
            if events and log.append(events).rejected:
                raise LogError("The log does not take this; it is among the dead letters.")
            if uids:
                log.delete(uids)

        self._jobs += 1
        self._worker.ask(f"write {self._jobs}", write)
        self.history_changed.emit()

    def _slot(self, event: Event) -> _Slot:
        """The slot of an event that is there; one of its own for a mark from before this session."""
        slot = self._slots.get(event.uid)
        if slot is None:
            slot = self._slots[event.uid] = _Slot(event)
            slot.was_kept = True
        return slot

    def _words(self, change: _Change) -> str:
        """What a change was, in the language that the window speaks now."""
        if change.kind is None:
            return self.tr("Place named")
        return {
            (MarkKind.NOTE, "add"): self.tr("Note added"),
            (MarkKind.NOTE, "edit"): self.tr("Note changed"),
            (MarkKind.NOTE, "delete"): self.tr("Note deleted"),
            (MarkKind.TAG, "add"): self.tr("Tag added"),
            (MarkKind.TAG, "edit"): self.tr("Tag changed"),
            (MarkKind.TAG, "delete"): self.tr("Tag deleted"),
            (MarkKind.BOOKMARK, "add"): self.tr("Bookmark added"),
            (MarkKind.BOOKMARK, "edit"): self.tr("Bookmark changed"),
            (MarkKind.BOOKMARK, "delete"): self.tr("Bookmark deleted"),
        }[change.kind, change.verb]
