"""A line to search with: a glass before the text, and perhaps the keys that lead to it after it."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from app.ui.icons import pixmap
from app.ui.theme import Theme
from app.ui.widgets.labels import label

GLASS_PX = 15
EDGE_PX = 10
TEXT_INDENT_PX = 22


class FindLine(QLineEdit):
    """A line edit; `keys` is shown while it is empty."""

    def __init__(self, placeholder: str, theme: Theme, parent: QWidget | None = None, *, keys: str = "") -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder.rstrip("…"))
        self._glass = QLabel(self)
        self._keys = label(keys, "key", self)
        self._keys.setVisible(bool(keys))
        if keys:
            self.textChanged.connect(self._show_keys)
        self._place()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._glass.setPixmap(pixmap("search", theme.dim, GLASS_PX, self.devicePixelRatioF()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.LayoutDirectionChange) and hasattr(self, "_keys"):
            self._place()

    def _show_keys(self, text: str) -> None:
        if self._keys.isHidden() is not bool(text):
            self._keys.setVisible(not text)
            self._place()

    def _place(self) -> None:
        mirrored = self.isRightToLeft()
        after_px = 0 if self._keys.isHidden() else self._keys.sizeHint().width() + EDGE_PX
        margins = (after_px, TEXT_INDENT_PX) if mirrored else (TEXT_INDENT_PX, after_px)
        self.setTextMargins(margins[0], 0, margins[1], 0)
        self._glass.resize(GLASS_PX, GLASS_PX)
        self._keys.adjustSize()
        for part, at_end in ((self._glass, mirrored), (self._keys, not mirrored)):
            left = self.width() - part.width() - EDGE_PX if at_end else EDGE_PX
            part.move(left, (self.height() - part.height()) // 2)
