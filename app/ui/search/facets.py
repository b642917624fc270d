"""The left side of the search page: what kinds, applications and days the hits fall into; a click narrows."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.ui.search.day_bars import DayBars
from app.ui.search.facet_row import FacetRow
from app.ui.search.kinds import kind_title
from app.ui.search.tokens import has, replaced, toggled
from app.ui.theme import Theme
from app.ui.widgets.labels import label

WIDTH_PX = 260
MOST_APPS = 12


class Facets(QWidget):
    """Emits `narrowed` with the query as it becomes when a facet is clicked."""

    narrowed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH_PX)
        self._theme = theme
        self._query = ""
        self._facets: dict[str, dict[str, int]] = {}
        self._inside = QVBoxLayout()
        self._inside.setContentsMargins(16, 16, 16, 16)
        self._inside.setSpacing(3)
        holder = QWidget(self)
        holder.setLayout(self._inside)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(holder)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(area)

    @property
    def rows(self) -> tuple[FacetRow, ...]:
        """The rows shown, for the keyboard and for tests."""
        return tuple(self.findChildren(FacetRow))

    @property
    def has_any(self) -> bool:
        """Whether there is anything to narrow by."""
        return any(self._facets.values())

    def show_facets(self, query: str, facets: dict[str, dict[str, int]]) -> None:
        """Show the facets of an answer to `query`."""
        if (query, facets) == (self._query, self._facets):
            return
        self._query, self._facets = query, facets
        self._fill()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self._fill()

    def _fill(self) -> None:
        while self._inside.count():
            item = self._inside.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._section(self.tr("Kind"), "kind", bars=True)
        self._section(self.tr("Application"), "app", bars=False)
        self._days()
        self._inside.addStretch(1)

    def _section(self, title: str, field: str, *, bars: bool) -> None:
        counts = {name: count for name, count in self._facets.get(field, {}).items() if name}
        if not counts:
            return
        self._inside.addWidget(label(title, "head", self))
        most = max(counts.values())
        for name, count in sorted(counts.items(), key=lambda item: -item[1])[:MOST_APPS]:
            shown = kind_title(name) if field == "kind" else name
            row = FacetRow(shown, count, count / most if bars else None, self._theme, self)
            row.setChecked(has(self._query, field, name))
            row.clicked.connect(lambda _=False, name=name: self.narrowed.emit(toggled(self._query, field, name)))
            self._inside.addWidget(row)
        self._inside.addSpacing(10)

    def _days(self) -> None:
        counts: dict[date, int] = {}
        for name, count in self._facets.get("day", {}).items():
            counts[date.fromisoformat(name)] = count
        if not counts:
            return
        self._inside.addWidget(label(self.tr("When"), "head", self))
        bars = DayBars(counts, self._theme, self)
        bars.chosen.connect(self._choose_day)
        self._inside.addWidget(bars)

    def _choose_day(self, chosen: date) -> None:
        if has(self._query, "on", chosen.isoformat()):
            self.narrowed.emit(toggled(self._query, "on", chosen.isoformat()))
        else:
            self.narrowed.emit(replaced(self._query, ("on", "after", "before"), "on", chosen.isoformat()))
