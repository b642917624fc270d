"""The left side of the settings page: a search for settings, and the groups by section."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.ui.settings.fields import Group
from app.ui.theme import Theme
from app.ui.widgets.find_line import FindLine
from app.ui.widgets.labels import label

WIDTH_PX = 260
_ROOM_PX = 60
_SETTLE_MS = 120


class GroupList(QWidget):
    """Emits `chosen` with a group's key, and `searched` with what was typed into the search, once keys rest."""

    chosen = Signal(str)
    searched = Signal(str)

    def __init__(self, groups: tuple[Group, ...], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH_PX)
        self._current = groups[0].key
        self.line = FindLine(self.tr("Find a setting"), theme, self)
        self._settle = QTimer(self, interval=_SETTLE_MS, singleShot=True)
        self._settle.timeout.connect(lambda: self.searched.emit(self.line.text()))
        self.line.textChanged.connect(lambda _: self._settle.start())
        self.buttons: dict[str, QPushButton] = {}
        self._together = QButtonGroup(self)
        self._arrange(groups)

    @property
    def current(self) -> str:
        """The key of the group chosen last."""
        return self._current

    def mark(self, key: str) -> None:
        """Mark a group as the one shown."""
        self._current = key
        self.buttons[key].setChecked(True)
        self._area.ensureWidgetVisible(self.buttons[key], 0, _ROOM_PX)

    def end_search(self) -> None:
        """Empty the search without announcing it."""
        self._settle.stop()
        self.line.blockSignals(True)
        self.line.clear()
        self.line.blockSignals(False)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.line.set_theme(theme)

    def _arrange(self, groups: tuple[Group, ...]) -> None:
        holder = QWidget(self)
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(16, 4, 16, 16)
        rows.setSpacing(2)
        section = ""
        for group in groups:
            if group.section and group.section != section:
                rows.addSpacing(12)
                rows.addWidget(label(group.section, "head", self))
                rows.addSpacing(4)
            elif not group.section and section:
                rows.addSpacing(12)
            section = group.section
            rows.addWidget(self._button(group))
        rows.addStretch(1)
        area = self._area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(holder)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 16, 0, 0)
        top = QVBoxLayout()
        top.setContentsMargins(16, 0, 16, 6)
        top.addWidget(self.line)
        outside.addLayout(top)
        outside.addWidget(area, 1)

    def _button(self, group: Group) -> QPushButton:
        button = QPushButton(group.title, self)
        button.setProperty("role", "row")
        button.setCheckable(True)
        button.clicked.connect(lambda: self._choose(group.key))
        self._together.addButton(button)
        self.buttons[group.key] = button
        return button

    def _choose(self, key: str) -> None:
        self.end_search()
        self.chosen.emit(key)
