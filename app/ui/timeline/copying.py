"""Puts what was said and read in a span on the clipboard."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from app.timeline.transcribe import span_text
from app.timeline.zone import Zone
from app.ui.moment.view import MomentView
from storage.store import Store

_JOB = "text"


class SpanCopy(QObject):
    """Reads on the moment's worker and says below the picture how much it was. For the main thread alone."""

    def __init__(self, view: MomentView, store: Store, zone: Zone) -> None:
        super().__init__(view)
        self._view, self._store, self._zone = view, store, zone
        view.answers.answered.connect(self._told)

    def copy(self, start_us: int, end_us: int) -> None:
        """Copy the text of a span."""
        store, zone = self._store, self._zone
        self._view.ask(_JOB, lambda: span_text(store, zone, start_us, end_us))

    def _told(self, name: str, answer: object) -> None:
        if name == _JOB and isinstance(answer, str):
            QGuiApplication.clipboard().setText(answer)
            lines = answer.count("\n") + 1 if answer else 0
            self._view.transport.say(self.tr("%Ln line(s) copied", None, lines) if lines else self.tr("No text here"))
