"""The moment above, the lanes below: how the page is divided between them, until the owner says otherwise."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.ui.timeline.canvas import TimelineCanvas

_LEAST_MOMENT_PX = 300


class Halves(QSplitter):
    """Gives the lanes the room that they need, as long as enough is left for the picture."""

    def __init__(self, moment: QWidget, canvas: TimelineCanvas, between: QWidget, minimap: QWidget) -> None:
        """Put `between` under the lanes and `minimap` below it."""
        super().__init__(Qt.Orientation.Vertical)
        self._canvas, self._minimap = canvas, minimap
        self._divided = False
        lower = QWidget()
        column = QVBoxLayout(lower)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(canvas, 1)
        column.addWidget(between, 1)
        column.addWidget(minimap)
        self.addWidget(moment)
        self.addWidget(lower)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.splitterMoved.connect(self._owner_divided)

    def divide(self) -> None:
        """Divide anew, unless the owner did."""
        if not self._divided:
            lanes_px = self._canvas.sizeHint().height() + self._minimap.height()
            upper_px = max(_LEAST_MOMENT_PX, self.height() - lanes_px)
            self.setSizes([upper_px, max(1, self.height() - upper_px)])

    def _owner_divided(self) -> None:
        self._divided = True
