"""The inspector's part about the place of a moment: its name, the map of the day, and giving the place a name."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QPushButton, QVBoxLayout, QWidget

from app.timeline.places import DayPlaces, Whereabouts, coordinates
from app.ui.moment.place_map import PlaceMap
from app.ui.theme import Theme
from app.ui.widgets.labels import ElidedLabel


class PlaceSection(QWidget):
    """Shows where the owner was.

    Signals:
        named(name, spot): the owner gave the shown place (latitude and longitude in degrees) a name.
    """

    named = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = Whereabouts(0, DayPlaces(0, 0))
        self._name = ElidedLabel("", "")
        self._button = QPushButton()
        self._button.setProperty("role", "link")
        self._button.clicked.connect(self._ask)
        self.map = PlaceMap(theme)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._name, 1)
        head.addWidget(self._button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.map)

    @property
    def name_button(self) -> QPushButton:
        """What asks for a name."""
        return self._button

    @property
    def words(self) -> str:
        """What is written above the map."""
        return self._name.text()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.map.set_theme(theme)

    def show_place(self, shown: Whereabouts) -> None:
        """Show another moment."""
        self._shown = shown
        self.map.show_place(shown)
        self._button.setVisible(shown.spot is not None)
        self._button.setText(self.tr("Rename…") if shown.name else self.tr("Name this place…"))
        if shown.spot is None:
            self._name.setText(self.tr("Not known at this moment"))
        else:
            self._name.setText(shown.name or coordinates(shown.spot))

    def _ask(self) -> None:
        spot = self._shown.spot
        if spot is None:
            return
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Name of the place"))
        dialog.setLabelText(self.tr("What do you call this place? Every stay within 150 m of it gets the name."))
        dialog.setTextValue(self._shown.name)
        dialog.textValueSelected.connect(lambda name: self.named.emit(name, spot) if name.strip() else None)
        dialog.open()
