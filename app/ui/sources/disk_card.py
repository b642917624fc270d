"""What is kept on disk, and what room is left."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.controls import DiskUse
from app.ui.theme import Theme
from app.ui.widgets.bars import Stretch, StretchBar
from app.ui.widgets.card import Card
from app.ui.widgets.labels import label
from app.ui.words import US_PER_S, full_day, size


class DiskCard(Card):
    """Pictures and sound, text and events, free room; bars are shares of all of it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("On disk"), parent)
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self._values = []
        self._bars = []
        for row, title in enumerate(
            (self.tr("Pictures and sound"), self.tr("Text and events"), self.tr("Free on this disk"))
        ):
            value, bar = label("…", "dim", self), StretchBar(6, theme.track, self)
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(label(title, "", self), 3 * row, 0)
            self._grid.addWidget(value, 3 * row, 1)
            self._grid.addWidget(bar, 3 * row + 1, 0, 1, 2)
            self._grid.setRowMinimumHeight(3 * row + 2, 4)
            self._values.append(value)
            self._bars.append(bar)
        self.body.addLayout(self._grid)
        self._ahead = label("", "dim", self)
        self._ahead.setWordWrap(True)
        self.body.addWidget(self._ahead)

    def show_disk(self, disk: DiskUse, theme: Theme) -> None:
        """Show the present use and how it goes on."""
        amounts = (disk.media_bytes, disk.events_bytes, disk.free_bytes)
        colours = (theme.accent, theme.warn, theme.good)
        whole = max(1, sum(amounts))
        for value, bar, amount, colour in zip(self._values, self._bars, amounts, colours, strict=True):
            value.setText(size(amount))
            share = max(amount / whole, 0.01 if amount else 0.0)
            bar.show_stretches((Stretch(0.0, share, colour),), theme.track, size(amount))
        self._ahead.setText(self._outlook(disk))

    def _outlook(self, disk: DiskUse) -> str:
        if disk.bytes_per_day <= 0:
            return ""
        grows = self.tr("Grows by {amount} a day").format(amount=size(disk.bytes_per_day))
        if disk.full_us is None:
            return grows
        when = datetime.fromtimestamp(disk.full_us / US_PER_S).astimezone().date()
        return self.tr("{grows}; full on {date}").format(grows=grows, date=full_day(when))
