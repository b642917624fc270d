"""The list of everything that keys and pointer do on the timeline."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from app.ui.widgets.labels import label

translate = QCoreApplication.translate


def pointer_gestures() -> tuple[tuple[str, str], ...]:
    """Return what the pointer does, gesture and meaning."""
    return (
        (translate("timeline", "Wheel"), translate("timeline", "Zoom at the pointer")),
        (translate("timeline", "Shift + wheel"), translate("timeline", "Earlier, later")),
        (translate("timeline", "Drag"), translate("timeline", "Move through time")),
        (translate("timeline", "Click"), translate("timeline", "Show the moment")),
        (translate("timeline", "Double click"), translate("timeline", "Zoom in")),
        (translate("timeline", "Shift + drag, drag on the ruler"), translate("timeline", "Select a span")),
        (translate("timeline", "Drag a lane's name"), translate("timeline", "Put the lane elsewhere")),
        (translate("timeline", "Drag a lane's lower edge"), translate("timeline", "Make the lane higher")),
        (translate("timeline", "Right click"), translate("timeline", "More")),
    )


class ShortcutsDialog(QDialog):
    """Shows keys in one column, the pointer's gestures in another."""

    def __init__(self, keys: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys and gestures"))
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 20)
        column.setSpacing(8)
        for title, rows in ((self.tr("Keys"), keys), (self.tr("Pointer"), pointer_gestures())):
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
