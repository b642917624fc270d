"""The dialog that writes a span to files: of which kind, found by what; how far it is, and whether files are whole."""

import threading
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.controls import Controls
from app.ui.background import Background, explain
from app.ui.export_choice import ExportChoice
from app.ui.widgets.labels import label, set_role
from app.ui.words import US_PER_S, number, size
from storage.export.check import Checked, check_export
from storage.export.export import export
from storage.export.format import Format
from storage.export.run import ExportCancelledError, ExportError, Receipt
from storage.store import EventQuery, SearchQuery, Stop, Store, StoreInterruptedError
from storage.topics import matches

_NAMES = {
    Format.PARQUET: "Parquet",
    Format.CSV: "CSV",
    Format.JSONL: "JSON lines",
    Format.ACTIVITYWATCH: "ActivityWatch",
    Format.GPX: "GPX",
    Format.SRT: "SRT",
    Format.VTT: "WebVTT",
    Format.HTML: "HTML",
}
_MOST_NAMED = 3


class ExportDialog(QDialog):
    """Exports what its fields choose. Main thread; counting and writing happen on others.

    Signals:
        exported(receipt): the files are written.
    """

    exported = Signal(object)

    def __init__(
        self,
        controls: Controls,
        span_us: tuple[int, int] | None,
        parent: QWidget | None = None,
        *,
        folder: Path | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            controls: where everything is.
            span_us: what is chosen at first; None means everything.
            parent: the window.
            folder: the one proposed, below the owner's documents unless given.
        """
        super().__init__(parent)
        self._controls = controls
        self._counts, self._checks, self._writes = Background(self), Background(self), Background(self, ordered=True)
        self._cancelled = threading.Event()
        self._total = 0
        self.setWindowTitle(self.tr("Export"))
        self.setMinimumWidth(520)
        self.choice = ExportChoice(controls.store, span_us, self)
        self.format = QComboBox(self)
        for each, name in _NAMES.items():
            self.format.addItem(name, each)
        self.format.setAccessibleName(self.tr("Format"))
        self.media = QCheckBox(self.tr("Also copy pictures and sound"), self)
        self.folder = QLineEdit(str(folder or _proposed(span_us)), self)
        self.folder.setAccessibleName(self.tr("Folder"))
        self.browse = QPushButton(self.tr("Choose…"), self)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.summary = label("", "dim", self, wrap=True)
        self.check_button = QPushButton(self.tr("Check files"), self)
        self.check_button.setToolTip(self.tr("Compare the files of the folder with what its export wrote"))
        self.close_button = QPushButton(self.tr("Cancel"), self)
        self.export_button = QPushButton(self.tr("Export"), self)
        self.export_button.setProperty("role", "primary")
        self._arrange()
        self.browse.clicked.connect(self._browse)
        self.export_button.clicked.connect(self._export)
        self.close_button.clicked.connect(self.reject)
        self.progress.hide()
        self.choice.changed.connect(self._count)
        self.check_button.clicked.connect(self._check)
        self._count()

    def reject(self) -> None:
        """Stop the export if one is under way, else close."""
        if self._writes.busy:
            self._cancelled.set()
            self._say(self.tr("Stopping…"))
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self._cancelled.set()
        super().closeEvent(event)

    def done(self, result: int) -> None:
        self._counts.cancel()
        super().done(result)

    def _count(self) -> None:
        """Say how many events there are, or what is wrong with what was chosen."""
        self._total = 0
        try:
            query = self.choice.query()
        except ExportError as error:
            self._counts.cancel()
            self._say(str(error), wrong=True)
            return
        store, narrow = self._controls.store, isinstance(query, SearchQuery) or query.device is not None
        self._say(self.tr("Counting…"))

        def work(stop: Stop) -> int:
            if isinstance(query, SearchQuery) or query.device is not None:
                return _counted_one_by_one(store, query, stop)
            counts, topics = store.counts(query.start_us, query.end_us), query.topics
            return sum(n for topic, n in counts.items() if not topics or any(matches(each, topic) for each in topics))

        self._counts.ask_for_now(
            work,
            lambda total: self._show_total(total, narrow=narrow),
            lambda error: self._say(explain(error), wrong=True),
        )

    def _show_total(self, total: int, *, narrow: bool) -> None:
        self._total = total
        if narrow:
            self._say(self.tr("%Ln event(s) are found.", None, total))
        elif self.choice.always.isChecked():
            self._say(self.tr("%Ln event(s) in all.", None, total))
        else:
            self._say(self.tr("%Ln event(s) begin in this span.", None, total))

    def _stop_counting(self) -> None:
        """What is said from now on must not be written over."""
        self.choice.settle()
        self._counts.cancel()

    def _check(self) -> None:
        folder = Path(self.folder.text().strip()).expanduser()
        self._stop_counting()
        self._say(self.tr("Checking…"))

        def work() -> Checked | ExportError:
            try:
                return check_export(folder)
            except ExportError as error:
                return error

        def done(checked: Checked | ExportError) -> None:
            if isinstance(checked, ExportError):
                self._say(str(checked), wrong=True)
            elif checked.ok:
                self._say(self.tr("%Ln file(s) are as they were written.", None, checked.files))
            else:
                names = [*checked.missing, *checked.changed, *checked.unknown]
                self._say(self.tr("Not as it was written: {0}").format(", ".join(names[:_MOST_NAMED])), wrong=True)

        self._checks.ask(work, done)

    def _export(self) -> None:
        folder = Path(self.folder.text().strip()).expanduser()
        if not folder.is_absolute():
            self._say(self.tr("Choose a folder with its whole path."), wrong=True)
            return
        try:
            query = self.choice.query()
        except ExportError as error:
            self._say(str(error), wrong=True)
            return
        self._stop_counting()
        self._cancelled.clear()
        self._set_busy(True)
        controls, kind, media = self._controls, Format(self.format.currentData()), self._media()
        told, stop = self._writes.relay(self._show_progress), self._cancelled.is_set

        def write() -> Receipt:
            return export(controls.store, controls.media, query, folder, kind, told, stop, with_media=media)

        self._writes.ask(write, self._done, self._failed)

    def _media(self) -> bool:
        return self.media.isChecked()

    def _show_progress(self, rows: int) -> None:
        if self._writes.busy:
            self.progress.setRange(0, max(self._total, rows) if self._total else 0)
            self.progress.setValue(rows)
            self._say(self.tr("%Ln event(s) written", None, rows))

    def _done(self, receipt: Receipt) -> None:
        self._set_busy(False)
        self.export_button.hide()
        self.close_button.setText(self.tr("Close"))
        words = self.tr("%Ln event(s) in {0} files, {1}, in {2}", None, receipt.rows)
        self._say(words.format(number(receipt.files), size(receipt.size_bytes), receipt.folder))
        self.exported.emit(receipt)

    def _failed(self, error: Exception) -> None:
        self._set_busy(False)
        if isinstance(error, ExportCancelledError):
            self._say(self.tr("Stopped; nothing was written."))
        else:
            self._say(str(error) if isinstance(error, ExportError) else explain(error), wrong=True)

    def _set_busy(self, busy: bool) -> None:
        chosen = (self.choice, self.format, self.media, self.folder, self.browse)
        for part in (*chosen, self.export_button, self.check_button):
            part.setEnabled(not busy)
        self.progress.setVisible(busy)
        self.progress.setRange(0, self._total)
        self.progress.setValue(0)
        self.close_button.setText(self.tr("Stop") if busy else self.tr("Cancel"))

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self.summary.setText(text)
        set_role(self.summary, "error" if wrong else "dim")

    def _browse(self) -> None:
        start = Path(self.folder.text())
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Export into"), str(start.parent))
        if chosen:
            self.folder.setText(str(Path(chosen) / start.name))

    def _arrange(self) -> None:
        place = QHBoxLayout()
        place.addWidget(self.folder, 1)
        place.addWidget(self.browse)
        kind = QHBoxLayout()
        kind.addWidget(self.format)
        kind.addSpacing(12)
        kind.addWidget(self.media)
        kind.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addWidget(self.check_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.export_button)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 22, 24, 20)
        inside.setSpacing(12)
        inside.addWidget(label(self.tr("Export"), "title", self))
        inside.addWidget(self.choice)
        inside.addWidget(label(self.tr("Files"), "head", self))
        inside.addLayout(kind)
        inside.addLayout(place)
        inside.addWidget(self.progress)
        inside.addWidget(self.summary)
        inside.addStretch(1)
        inside.addLayout(buttons)


def _counted_one_by_one(store: Store, query: EventQuery | SearchQuery, stop: Stop) -> int:
    """Count what the store keeps no numbers of (raises StoreInterruptedError when told to stop)."""
    total = 0
    for batch in store.found(query) if isinstance(query, SearchQuery) else store.columns(query):
        if stop():
            raise StoreInterruptedError("Nobody waits for this any more.")
        total += len(batch)
    return total


def _proposed(span_us: tuple[int, int] | None) -> Path:
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    name = "daytrail" if span_us is None else f"daytrail-{_local(span_us[0]):%Y-%m-%d-%H%M}"
    return Path(documents or Path.home()) / name


def _local(at_us: int) -> datetime:
    return datetime.fromtimestamp(at_us / US_PER_S).astimezone()
