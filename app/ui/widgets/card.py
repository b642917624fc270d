"""A card: a rounded panel with a small head and whatever is put below it."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.ui.widgets.labels import label

PADDING_PX = 16


class Card(QFrame):
    """A panel with a head; add widgets to `body`."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(PADDING_PX, PADDING_PX, PADDING_PX, PADDING_PX)
        self.body.setSpacing(8)
        self.head = label(title, "head", self)
        self.setAccessibleName(title)
        self.body.addWidget(self.head)
