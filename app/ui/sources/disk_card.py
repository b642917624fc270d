"""What is kept on disk and for how long, what room is left, and when there will be none."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.controls import DiskUse
from app.ui.theme import Theme
from app.ui.widgets.bars import Stretch, StretchBar
from app.ui.widgets.card import Card
from app.ui.widgets.labels import label
from app.ui.words import US_PER_S, full_day, size

OTHER = 3
"""The row of files that are neither pictures nor sound; most people have none, and do not see it."""


class DiskCard(Card):
    """Pictures, sound, text and events, other files; bars are shares of all of it and of what is free."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("On disk"), parent)
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self._rows = []
        titles = (self.tr("Pictures"), self.tr("Sound"), self.tr("Text and events"), self.tr("Other files"))
        for row, title in enumerate(titles):
            name, value, bar = label(title, "", self), label("…", "dim", self), StretchBar(6, theme.track, self)
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(name, 3 * row, 0)
            self._grid.addWidget(value, 3 * row, 1)
            self._grid.addWidget(bar, 3 * row + 1, 0, 1, 2)
            self._grid.setRowMinimumHeight(3 * row + 2, 4 if row < OTHER else 0)
            self._rows.append((name, value, bar))
        self._show_row(OTHER, shown=False)
        self.body.addLayout(self._grid)
        self._ahead = label("", "dim", self)
        self._ahead.setWordWrap(True)
        self.body.addWidget(self._ahead)

    def show_disk(self, disk: DiskUse, theme: Theme) -> None:
        """Show the present use and how it goes on."""
        media = disk.media
        amounts = (media.pictures_bytes, media.sound_bytes, disk.events_bytes, media.other_bytes)
        days = (disk.picture_days, disk.sound_days, disk.text_days, 0)
        colours = (theme.accent, theme.good, theme.warn, theme.dim)
        used = sum(amounts)
        whole = max(1, used + disk.free_bytes)
        title = self.tr("On disk · {used} of {whole}").format(used=size(used), whole=size(whole))
        self.head.setText(title.upper())
        for (_, value, bar), amount, kept, colour in zip(self._rows, amounts, days, colours, strict=True):
            text = self.tr("{amount} · {kept}").format(amount=size(amount), kept=self._kept(kept))
            value.setText(text)
            share = max(amount / whole, 0.01 if amount else 0.0)
            bar.show_stretches((Stretch(0.0, share, colour),), theme.track, text)
        self._show_row(OTHER, shown=media.other_bytes > 0)
        outlook = self._outlook(disk)
        self._ahead.setText(outlook)
        self._ahead.setVisible(bool(outlook))

    def _kept(self, days: int) -> str:
        return self.tr("kept %Ln day(s)", None, days) if days else self.tr("kept for ever")

    def _show_row(self, row: int, *, shown: bool) -> None:
        for widget in self._rows[row]:
            widget.setVisible(shown)

    def _outlook(self, disk: DiskUse) -> str:
        if disk.bytes_per_day <= 0:
            return ""
        grows = self.tr("Grows by {amount} a day").format(amount=size(disk.bytes_per_day))
        if disk.full_us is None:
            return grows
        when = datetime.fromtimestamp(disk.full_us / US_PER_S).astimezone().date()
        return self.tr("{grows}; full on {date}").format(grows=grows, date=full_day(when))
