"""One setting: title, what it does, its editor, what is wrong with the entry, and the way back to the default."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QGridLayout, QToolButton, QVBoxLayout, QWidget

from app.ui.icons import icon
from app.ui.settings.editors import SwitchEditor, editor_for
from app.ui.settings.fields import SettingField
from app.ui.theme import Theme
from app.ui.widgets.labels import label, rule
from app.ui.widgets.switch import Switch


class SettingRow(QWidget):
    """Emits `edited` with the field and a value."""

    edited = Signal(object, object)

    def __init__(self, field: SettingField, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self.editor = editor_for(field, theme, self)
        self.editor.edited.connect(lambda value: self.edited.emit(field, value))
        self.restore = QToolButton(self)
        self.restore.setToolTip(self.tr("Restore the default"))
        self.restore.setAccessibleName(self.tr("Restore the default of {0}").format(field.title))
        self.restore.setIconSize(QSize(16, 16))
        self.restore.setProperty("role", "quiet")
        self.restore.clicked.connect(lambda: self.edited.emit(field, field.default))
        policy = self.restore.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.restore.setSizePolicy(policy)
        self.error = label("", "error", self, wrap=True)
        self.error.hide()
        self._arrange()
        self.set_theme(theme)

    def show_value(self, value: object) -> None:
        """Show the value in force, with no error."""
        self.editor.show_value(value)
        self.restore.setVisible(value != self.field.default)
        self.show_error("")

    def show_error(self, text: str) -> None:
        """Say what is wrong with what was entered; "" for nothing."""
        self.error.setText(text)
        self.error.setVisible(bool(text))
        self.editor.mark_wrong(bool(text))

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.restore.setIcon(icon("restore", theme.dim, None, 16))
        if isinstance(self.editor, SwitchEditor) and isinstance(self.editor.inner, Switch):
            self.editor.inner.set_theme(theme)

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(label(self.field.title, "name", self))
        if self.field.description:
            words.addWidget(label(self.field.description, "small", self, wrap=True))
        words.addWidget(self.error)
        inside = QGridLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setVerticalSpacing(13)
        inside.setHorizontalSpacing(12)
        inside.setColumnStretch(0, 1)
        inside.addLayout(words, 0, 0)
        inside.addWidget(self.restore, 0, 1)
        inside.addWidget(self.editor, 0, 2)
        inside.addWidget(rule(self), 1, 0, 1, 3)
