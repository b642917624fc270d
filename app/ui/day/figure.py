"""One figure on a card: what it is, the figure large, and a remark."""

from PySide6.QtWidgets import QWidget

from app.ui.widgets.card import Card
from app.ui.widgets.labels import label


class FigureCard(Card):
    """A card with a large figure."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self._title = title
        self._figure = label("…", "large", self)
        self._remark = label("", "small", self)
        self.body.setSpacing(5)
        self.body.addWidget(self._figure)
        self.body.addWidget(self._remark)

    def show_figure(self, figure: str, remark: str = "") -> None:
        """Show another figure."""
        self._figure.setText(figure)
        self._remark.setText(remark or "\u00a0")
        self.setAccessibleName(f"{self._title}: {figure}. {remark}")

    @property
    def figure(self) -> str:
        """What it shows."""
        return self._figure.text()

    @property
    def remark(self) -> str:
        """What it says below."""
        return self._remark.text()
