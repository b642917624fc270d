"""The dialog that deletes a span for good: first a preview of what goes, then a confirmation, then a receipt."""

from PySide6.QtCore import QDateTime, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.controls import Controls, ForgetPreview
from app.ui.background import Background, explain
from app.ui.timeline.wording import said
from app.ui.widgets.labels import label, set_role
from app.ui.widgets.time_edit import time_edit
from app.ui.words import US_PER_S, number, size
from storage.clock import Clock
from storage.topics import builtin_topics

MINUTE_US = 60 * US_PER_S
LAST_MINUTES = (5, 15, 60)


class ForgetDialog(QDialog):
    """Emits `forgotten` with what went."""

    forgotten = Signal(object)

    def __init__(
        self,
        controls: Controls,
        clock: Clock,
        parent: QWidget | None = None,
        *,
        minutes: int = LAST_MINUTES[0],
        span_us: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(parent)
        self._controls = controls
        self._clock = clock
        self._previews = Background(self)
        self._deletes = Background(self, ordered=True)
        self._previewed: tuple[int, int] | None = None
        self.setWindowTitle(self.tr("Forget"))
        self.setMinimumWidth(460)
        self.choice = QComboBox(self)
        for choice in LAST_MINUTES:
            self.choice.addItem(self.tr("The last %Ln minute(s)", None, choice), choice)
        self.choice.addItem(self.tr("From … to …"), None)
        self.choice.setAccessibleName(self.tr("What to forget"))
        self.begin, self.end = (time_edit(name, self) for name in (self.tr("From"), self.tr("To")))
        self.summary = label("", "name", self, wrap=True)
        self.details = label("", "small", self, wrap=True)
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self.delete_button = QPushButton(self.tr("Delete for good"), self)
        self.delete_button.setProperty("role", "danger")
        self._arrange()
        self._preset(minutes, span_us)
        self._connect()
        self._preview()

    def span_us(self) -> tuple[int, int]:
        """Return the span chosen, in microseconds UTC, half-open."""
        minutes = self.choice.currentData()
        if minutes is not None:
            now = self._clock.now_us()
            return now - minutes * MINUTE_US, now
        return self.begin.dateTime().toMSecsSinceEpoch() * 1000, self.end.dateTime().toMSecsSinceEpoch() * 1000

    def _preset(self, minutes: int, span_us: tuple[int, int] | None) -> None:
        now = self._clock.now_us()
        begin, end = span_us or (now - minutes * MINUTE_US, now)
        self.begin.setDateTime(QDateTime.fromMSecsSinceEpoch(begin // 1000))
        self.end.setDateTime(QDateTime.fromMSecsSinceEpoch(-(-end // 1000)))
        self.choice.setCurrentIndex(len(LAST_MINUTES) if span_us else LAST_MINUTES.index(minutes))
        self._show_times()

    def _preview(self) -> None:
        self._show_times()
        self._previewed = None
        self.delete_button.setEnabled(False)
        begin, end = self.span_us()
        if end <= begin:
            self._previews.cancel()
            self._say(self.tr("The end lies before the beginning."), wrong=True)
            return
        self._say(self.tr("Looking what this would delete…"))
        self._previews.ask(
            lambda: self._controls.preview_forget(begin, end),
            lambda preview: self._show_preview((begin, end), preview),
            self._fail,
        )

    def _show_preview(self, span: tuple[int, int], preview: ForgetPreview) -> None:
        if not preview.total:
            self._say(self.tr("Nothing was recorded in this time."))
            return
        self._previewed = span
        self.delete_button.setEnabled(True)
        self._say(
            self.tr("%Ln event(s) and {0} of pictures and sound would be deleted.", None, preview.total).format(
                size(preview.media_bytes)
            ),
            "\n".join(lines_of(preview)),
        )

    def _delete(self) -> None:
        if self._previewed is None:
            return
        begin, end = self._previewed
        self._say(self.tr("Deleting…"))
        for part in (self.delete_button, self.choice, self.begin, self.end):
            part.setEnabled(False)
        self._deletes.ask(lambda: self._controls.forget(begin, end), self._finish, self._fail)

    def _finish(self, receipt: ForgetPreview) -> None:
        self.forgotten.emit(receipt)
        self.accept()

    def _fail(self, error: Exception) -> None:
        for part in (self.choice, self.begin, self.end):
            part.setEnabled(True)
        self._say(explain(error), wrong=True)

    def _say(self, summary: str, details: str = "", *, wrong: bool = False) -> None:
        self.summary.setText(summary)
        set_role(self.summary, "error" if wrong else "name")
        self.details.setText(details)

    def _show_times(self) -> None:
        chosen = self.choice.currentData() is None
        self._times.setVisible(chosen)
        self.adjustSize()

    def _connect(self) -> None:
        self.choice.currentIndexChanged.connect(lambda _: self._preview())
        self.begin.dateTimeChanged.connect(lambda _: self._preview())
        self.end.dateTimeChanged.connect(lambda _: self._preview())
        self.cancel_button.clicked.connect(self.reject)
        self.delete_button.clicked.connect(self._delete)

    def _arrange(self) -> None:
        self._times = QWidget(self)
        times = QHBoxLayout(self._times)
        times.setContentsMargins(0, 0, 0, 0)
        times.addWidget(self.begin)
        times.addWidget(label("–", "dim", self))
        times.addWidget(self.end)
        times.addStretch(1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.delete_button)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 22, 24, 20)
        inside.setSpacing(12)
        inside.addWidget(label(self.tr("Forget"), "title", self))
        hint = self.tr("Deleted for good: events, text, pictures and sound. There is no way back.")
        inside.addWidget(label(hint, "dim", self, wrap=True))
        inside.addWidget(self.choice)
        inside.addWidget(self._times)
        inside.addSpacing(4)
        inside.addWidget(self.summary)
        inside.addWidget(self.details)
        inside.addStretch(1)
        inside.addLayout(buttons)


def lines_of(preview: ForgetPreview) -> list[str]:
    """Return what a deletion takes, one kind a line, the most first."""
    topics = builtin_topics()
    ordered = sorted(preview.events.items(), key=lambda item: -item[1])
    titled = ((said(topics[name].title) if name in topics else name, count) for name, count in ordered if count)
    return [f"{number(count)} × {title}" for title, count in titled]
