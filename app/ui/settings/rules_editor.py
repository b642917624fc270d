"""A list of patterns: how many there are, and a dialog to change them."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.ui.settings.fields import SettingField
from app.ui.settings.rules_dialog import RulesDialog


class RulesEditor(QWidget):
    """Emits `edited` with a tuple of patterns. `suggest` gives what may be picked, once the page has set it."""

    edited = Signal(tuple)

    def __init__(self, field: SettingField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self._rules: tuple[str, ...] = ()
        self.suggest: Callable[[], list[str]] | None = None
        self.button = QPushButton(self)
        self.button.clicked.connect(self.open)
        self.setFocusProxy(self.button)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.button)

    def show_rules(self, rules: tuple[str, ...]) -> None:
        """Show how many rules there are."""
        self._rules = rules
        self.button.setText(self.tr("Edit %Ln rule(s)…", None, len(rules)))

    def open(self) -> RulesDialog:
        """Open the dialog."""
        defaults = self._field.default
        dialog = RulesDialog(
            self._field.title,
            self._field.description,
            self._rules,
            tuple(str(rule) for rule in defaults) if isinstance(defaults, tuple | list) else (),
            self.suggest,
            self.window(),
        )
        dialog.finished_with.connect(self.edited)
        dialog.open()
        return dialog
