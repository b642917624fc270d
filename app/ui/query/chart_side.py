"""The answer as a chart beside the table: which kinds suit it, and drawing the one chosen off the main thread."""

from typing import Final

from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from app.query.charts import Chart, ChartKind, draw, kinds_for
from app.query.rows import Rows
from app.ui.background import Background
from app.ui.query.chart import ChartView
from app.ui.theme import Theme
from app.ui.widgets.labels import label

_MOST_ROWS: Final = 50_000


class ChartSide(QWidget):
    """Hidden while no chart suits the answer."""

    def __init__(self, theme: Theme, parent: QWidget, threads: QThreadPool | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._rows: Rows | None = None
        self._work = Background(self, pool=threads)
        self.view = ChartView(theme, self)
        self.head = label("", "head", self)
        self.kinds = QComboBox(self)
        self.kinds.setAccessibleName(self.tr("Kind of chart"))
        self.kinds.activated.connect(lambda _: self._draw())
        top = QHBoxLayout()
        top.addWidget(self.head, 1)
        top.addWidget(self.kinds)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 12, 14, 14)
        inside.addLayout(top)
        inside.addWidget(self.view, 1)
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether a chart is being drawn."""
        return self._work.busy

    def offer(self, rows: Rows) -> None:
        """Draw an answer in the way that suits it best, and offer the others."""
        self._rows = rows
        suiting = kinds_for(rows.schema) if rows.total > 1 else ()
        names = {
            ChartKind.BAR: self.tr("Bars"),
            ChartKind.LINE: self.tr("Line"),
            ChartKind.SCATTER: self.tr("Dots"),
            ChartKind.HEAT: self.tr("Heat map"),
        }
        self.kinds.clear()
        for kind in suiting:
            self.kinds.addItem(names[kind], kind)
        self.setVisible(bool(suiting))
        self._draw()

    def stop(self) -> None:
        """Draw nothing more."""
        self._work.cancel()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.view.set_theme(theme)

    def _draw(self) -> None:
        rows, kind = self._rows, self.kinds.currentData()
        if rows is None or kind is None:
            self.view.show_chart(None)
            return
        self._work.ask(lambda: draw(rows.table(_MOST_ROWS), ChartKind(kind)), self._show)

    def _show(self, chart: Chart) -> None:
        self.head.setText(self.tr("Chart · {0}").format(chart.title).upper())
        self.view.show_chart(chart)
