"""Names with a length of time and a bar for it: applications, and categories as a tree."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.theme import Theme
from app.ui.widgets.bars import Stretch, StretchBar
from app.ui.widgets.labels import label
from app.ui.words import duration

_BAR_PX = 5
_INDENT_PX = 16


@dataclass(frozen=True, slots=True)
class Share:
    """A row: key to be told when it is chosen, its name, how deep it stands in the tree, seconds, colour."""

    key: str
    name: str
    depth: int
    seconds: float
    colour: str


class ShareList(QWidget):
    """Rows from the top; those that do not fit are for the caller to leave out.

    Signals:
        chosen(key): the owner clicked on a row.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, nothing: str, parent: QWidget | None = None) -> None:
        """Make an empty list that says `nothing` while it is empty."""
        super().__init__(parent)
        self._theme, self._nothing = theme, nothing
        self._shares: tuple[Share, ...] = ()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(9)

    def show_shares(self, shares: Sequence[Share]) -> None:
        """Show these instead."""
        self._shares = tuple(shares)
        self._write()

    @property
    def shares(self) -> tuple[Share, ...]:
        """What is shown."""
        return self._shares

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self._write()

    def _write(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        most = max((share.seconds for share in self._shares), default=0.0)
        for share in self._shares:
            self._rows.addWidget(self._row(share, most))
        if not self._shares:
            self._rows.addWidget(label(self._nothing, "dim", self, wrap=True))
        self._rows.addStretch(1)

    def _row(self, share: Share, most: float) -> QWidget:
        made = QWidget(self)
        column = QVBoxLayout(made)
        column.setContentsMargins(share.depth * _INDENT_PX, 0, 0, 0)
        column.setSpacing(3)
        name = QPushButton(share.name.replace("&", "&&"), made)
        name.setProperty("role", "plain")
        name.setAccessibleName(f"{share.name}, {duration(share.seconds)}")
        name.clicked.connect(lambda: self.chosen.emit(share.key))
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(name, 0, Qt.AlignmentFlag.AlignLeading)
        across.addStretch(1)
        across.addWidget(label(duration(share.seconds), "dim", made))
        bar = StretchBar(_BAR_PX, self._theme.track, made)
        part = Stretch(0.0, share.seconds / most if most else 0.0, share.colour)
        bar.show_stretches((part,), self._theme.track, f"{share.name}, {duration(share.seconds)}")
        column.addLayout(across)
        column.addWidget(bar)
        return made
