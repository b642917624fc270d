"""Which events an export takes: from when to when, of which kinds, from which device, found by what."""

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.timeline.devices import devices_by_lane
from app.ui.background import Background
from app.ui.widgets.labels import label
from app.ui.widgets.time_edit import time_edit
from app.ui.words import US_PER_S
from storage.clock import SystemClock
from storage.export.choice import choose, topics_for
from storage.export.run import ExportError
from storage.store import EventQuery, SearchQuery, Store

_SETTLE_MS = 300
_KINDS_IN_A_ROW = 4
translate = QCoreApplication.translate


class ExportChoice(QWidget):
    """Fields for span, kinds, device and search. Main thread; which devices there are is read on another.

    Signals:
        changed(): something else is chosen; while somebody types, once they pause.

    Attributes:
        kinds: a button for each kind by its name; none pressed means every kind.
    """

    changed = Signal()

    def __init__(self, store: Store, span_us: tuple[int, int] | None, parent: QWidget | None = None) -> None:
        """Make the fields; a span of None means everything."""
        super().__init__(parent)
        self._reads = Background(self)
        self.begin, self.end = (time_edit(name, self) for name in (self.tr("From"), self.tr("To")))
        self.always = QCheckBox(self.tr("Everything there is, whenever it was"), self)
        self.kinds = {name: self._kind(words) for name, words in _kinds().items()}
        self.device = QComboBox(self)
        self.device.setAccessibleName(self.tr("Device"))
        self.device.addItem(self.tr("Every device"), "")
        self.search = QLineEdit(self)
        self.search.setAccessibleName(self.tr("Only what this finds"))
        self.search.setPlaceholderText(self.tr("Only what this finds: words, “a phrase”, app:editor …"))
        self.search.setClearButtonEnabled(True)
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._preset(span_us)
        self._arrange()
        self._connect()
        self._reads.ask(lambda: devices_by_lane(store), self._show_devices, lambda _: None)

    def query(self) -> EventQuery | SearchQuery:
        """Return what the fields choose.

        Raises:
            ExportError: the search cannot be understood, or the end lies before the beginning.
        """
        kinds = [name for name, button in self.kinds.items() if button.isChecked()]
        start_us, end_us = self._span()
        within = EventQuery(topics_for(kinds), start_us, end_us, device=str(self.device.currentData() or "") or None)
        zone = datetime.now().astimezone().tzinfo or UTC
        return choose(within, self.search.text(), now_us=SystemClock().now_us(), zone=zone)

    def settle(self) -> None:
        """Say nothing of what was typed a moment ago."""
        self._settle.stop()

    def _span(self) -> tuple[int | None, int | None]:
        if self.always.isChecked():
            return None, None
        begin, end = (edit.dateTime().toMSecsSinceEpoch() * 1000 for edit in (self.begin, self.end))
        if end <= begin:
            raise ExportError(self.tr("The end lies before the beginning."))
        return begin, end

    def _preset(self, span_us: tuple[int, int] | None) -> None:
        now_us = SystemClock().now_us()
        begin, end = span_us or (now_us - 86_400 * US_PER_S, now_us)
        self.begin.setDateTime(QDateTime.fromMSecsSinceEpoch(begin // 1000))
        self.end.setDateTime(QDateTime.fromMSecsSinceEpoch(-(-end // 1000)))
        self.always.setChecked(span_us is None)
        self._allow_times()

    def _allow_times(self) -> None:
        for edit in (self.begin, self.end):
            edit.setEnabled(not self.always.isChecked())

    def _show_devices(self, found: dict[str, tuple[str, ...]]) -> None:
        for name in sorted({name for devices in found.values() for name in devices}):
            self.device.addItem(name, name)

    def _kind(self, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setProperty("role", "tag")
        button.setCheckable(True)
        return button

    def _connect(self) -> None:
        self.always.toggled.connect(lambda _: self._allow_times())
        self.always.toggled.connect(lambda _: self.changed.emit())
        for button in self.kinds.values():
            button.toggled.connect(lambda _: self.changed.emit())
        self.device.currentIndexChanged.connect(lambda _: self.changed.emit())
        self._settle.timeout.connect(self.changed)
        self.search.textChanged.connect(lambda _: self._settle.start())
        for edit in (self.begin, self.end):
            edit.dateTimeChanged.connect(lambda _: self._settle.start())

    def _arrange(self) -> None:
        times = QHBoxLayout()
        times.addWidget(self.begin)
        times.addWidget(label("–", "dim", self))
        times.addWidget(self.end)
        times.addStretch(1)
        buttons = list(self.kinds.values())
        kinds = QVBoxLayout()
        kinds.setSpacing(6)
        for first in range(0, len(buttons), _KINDS_IN_A_ROW):
            line = QHBoxLayout()
            line.setSpacing(6)
            for button in buttons[first : first + _KINDS_IN_A_ROW]:
                line.addWidget(button)
            line.addStretch(1)
            kinds.addLayout(line)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(9)
        for head, part in (
            (self.tr("When"), times),
            (self.tr("Kinds: all, or those pressed"), kinds),
        ):
            inside.addWidget(label(head, "head", self))
            inside.addLayout(part)
            if part is times:
                inside.addWidget(self.always)
        inside.addWidget(label(self.tr("Device and search"), "head", self))
        inside.addWidget(self.device)
        inside.addWidget(self.search)


def _kinds() -> dict[str, str]:
    return {
        "screen": translate("ExportDialog", "Text on the screen"),
        "speech": translate("ExportDialog", "Speech"),
        "window": translate("ExportDialog", "Windows"),
        "clipboard": translate("ExportDialog", "Clipboard"),
        "note": translate("ExportDialog", "Notes"),
        "web": translate("ExportDialog", "Web pages"),
        "places": translate("ExportDialog", "Places and ways"),
    }
