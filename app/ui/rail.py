"""The rail at the left edge: one button for each page, the recorder's state at its foot."""

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QMenu, QToolButton, QVBoxLayout, QWidget

from app.ui.icons import icon
from app.ui.recorder import RecorderView
from app.ui.theme import RAIL_WIDTH_PX, Theme

ICON_PX = 22
MOOD_ICONS = {
    "recording": "record",
    "trouble": "trouble",
    "paused": "pause",
    "private": "private",
    "stopped": "stopped",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A page that the rail leads to: its key, icon, title and keys."""

    key: str
    icon: str
    title: str
    shortcut: str


class Rail(QWidget):
    """Emits `chosen` with the key of a page."""

    chosen = Signal(str)

    def __init__(self, places: tuple[Place, ...], theme: Theme, recorder_menu: QMenu, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(RAIL_WIDTH_PX)
        self.setAccessibleName(self.tr("Pages"))
        self._theme = theme
        self._view = RecorderView()
        self._places = places
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(8, 12, 8, 12)
        inside.setSpacing(6)
        for place in places:
            inside.addWidget(self._page_button(place))
        inside.addStretch(1)
        self.recorder_button = QToolButton(self)
        self.recorder_button.setMenu(recorder_menu)
        self.recorder_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.recorder_button.setIconSize(QSize(ICON_PX, ICON_PX))
        inside.addWidget(self.recorder_button)
        self.set_theme(theme)

    def show_page(self, key: str) -> None:
        """Mark a page as the one in front."""
        self._buttons[key].setChecked(True)

    def show_recorder(self, view: RecorderView) -> None:
        """Show the recorder's state."""
        self._view = view
        colours = {"recording": self._theme.recording, "trouble": self._theme.warn, "paused": self._theme.warn}
        self.recorder_button.setIcon(
            icon(MOOD_ICONS[view.mood], colours.get(view.mood, self._theme.dim), None, ICON_PX)
        )
        self.recorder_button.setToolTip(view.headline)
        self.recorder_button.setAccessibleName(view.headline)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        for place in self._places:
            self._buttons[place.key].setIcon(icon(place.icon, theme.dim, theme.accent, ICON_PX))
        self.show_recorder(self._view)

    def _page_button(self, place: Place) -> QToolButton:
        button = QToolButton(self)
        button.setCheckable(True)
        button.setToolTip(f"{place.title}  ({place.shortcut})")
        button.setAccessibleName(place.title)
        button.setIconSize(QSize(ICON_PX, ICON_PX))
        button.clicked.connect(lambda: self.chosen.emit(place.key))
        self._group.addButton(button)
        self._buttons[place.key] = button
        return button
