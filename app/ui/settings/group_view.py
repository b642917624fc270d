"""The settings of one group, or those that a search for settings found."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.settings import Settings
from app.ui.settings.fields import Group, value_of
from app.ui.settings.row import SettingRow
from app.ui.theme import Theme
from app.ui.widgets.labels import label

WIDTH_PX = 900


class GroupView(QScrollArea):
    """Headings and rows. Emits `edited` with a field and a value."""

    edited = Signal(object, object)

    def __init__(self, groups: tuple[Group, ...], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows: list[SettingRow] = []
        column = QWidget(self)
        column.setMaximumWidth(WIDTH_PX)
        self.body = QVBoxLayout(column)
        self.body.setContentsMargins(40, 30, 24, 30)
        self.body.setSpacing(13)
        for group in groups:
            self._add(group, theme)
        self._nothing = label(self.tr("No setting has these words in it."), "dim", self)
        self._nothing.setVisible(not groups)
        self.body.addWidget(self._nothing)
        self.body.addStretch(1)
        holder = QWidget(self)
        across = QHBoxLayout(holder)  # not a column of one: that asks how high texts are at a width they never get
        across.setContentsMargins(0, 0, 0, 0)
        across.addWidget(column, 1)
        across.addStretch()
        self.setWidget(holder)

    def append(self, part: QWidget) -> None:
        """Put something of the page's own below the rows."""
        self._nothing.hide()
        self.body.insertWidget(self.body.count() - 1, part)

    def show_settings(self, settings: Settings) -> None:
        """Show the values in force."""
        for row in self.rows:
            row.show_value(value_of(settings, row.field.path))

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        for row in self.rows:
            row.set_theme(theme)

    def _add(self, group: Group, theme: Theme) -> None:
        self.body.addWidget(label(group.title, "title", self))
        if group.text:
            self.body.addWidget(label(group.text, "dim", self, wrap=True))
        self.body.addSpacing(8)
        for field in group.fields:
            row = SettingRow(field, theme, self)
            row.edited.connect(self.edited)
            self.rows.append(row)
            self.body.addWidget(row)
        self.body.addSpacing(14)
