"""What a page shows where there is nothing to show: an icon, a headline, what to do, and perhaps a button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.ui.icons import pixmap
from app.ui.theme import Theme
from app.ui.widgets.labels import label

ICON_PX = 44
TEXT_PX = 460


class Message(QWidget):
    """An empty, loading or error state, centred."""

    acted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = "search"
        self._icon = QLabel(self)
        self._headline = label("", "name", self)
        self._text = label("", "dim", self, wrap=True)
        self._button = QPushButton(self)
        self._button.clicked.connect(self.acted)
        inside = QVBoxLayout(self)
        inside.setSpacing(10)
        inside.addStretch(2)
        for part in (self._icon, self._headline, self._text, self._button):
            inside.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addStretch(3)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)

    @property
    def headline(self) -> str:
        """What it says first."""
        return self._headline.text()

    @property
    def text(self) -> str:
        """What it says below."""
        return self._text.text()

    def say(self, icon_name: str, headline: str, text: str = "", button: str = "") -> None:
        """Say something else; without `button` there is none."""
        self._icon_name = icon_name
        self._headline.setText(headline)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        width = min(TEXT_PX, self._text.fontMetrics().horizontalAdvance(text) + 8)
        self._text.setFixedSize(width, self._text.heightForWidth(width))
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self.setAccessibleName(f"{headline}. {text}")
        self.set_theme(self._theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icon in another theme."""
        self._theme = theme
        self._icon.setPixmap(pixmap(self._icon_name, theme.faint, ICON_PX, self.devicePixelRatioF()))
