"""The list of everything that keys and pointer do on the timeline."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from app.ui.widgets.labels import label

POINTER = (
    ("Wheel", "Zoom at the pointer"),
    ("Shift + wheel", "Earlier, later"),
    ("Drag", "Move through time"),
    ("Click", "Show the moment"),
    ("Double click", "Zoom in"),
    ("Shift + drag, drag on the ruler", "Select a span"),
    ("Drag a lane's name", "Put the lane elsewhere"),
    ("Drag a lane's lower edge", "Make the lane higher"),
    ("Right click", "More"),
)


class ShortcutsDialog(QDialog):
    """Shows keys in one column, the pointer's gestures in another."""

    def __init__(self, keys: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys and gestures"))
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 20)
        column.setSpacing(8)
        for title, rows in ((self.tr("Keys"), keys), (self.tr("Pointer"), POINTER)):
            column.addWidget(label(title, "head"))
            grid = QGridLayout()
            grid.setHorizontalSpacing(26)
            grid.setVerticalSpacing(6)
            for row, (how, what) in enumerate(rows):
                grid.addWidget(label(how, "name"), row, 0, Qt.AlignmentFlag.AlignLeft)
                grid.addWidget(label(what, "dim"), row, 1)
            grid.setColumnStretch(1, 1)
            column.addLayout(grid)
            column.addSpacing(8)
