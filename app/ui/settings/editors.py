"""One editor for each kind of setting; all of them announce a finished change through `edited`."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QHBoxLayout, QLineEdit, QSpinBox, QWidget

from app.ui.settings.fields import Kind, SettingField
from app.ui.settings.rules_editor import RulesEditor
from app.ui.theme import Theme
from app.ui.widgets.labels import set_property
from app.ui.widgets.switch import Switch

WIDTH_PX = 220
TEXT_INDENT_PX = 7
REST_MS = 350
UNBOUNDED = 1_000_000_000


class Editor(QWidget):
    """Shows and changes one value. Emits `edited` with a value when its owner has finished a change."""

    edited = Signal(object)

    def __init__(self, field: SettingField, inner: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inner = inner
        inner.setAccessibleName(field.title)
        inner.setAccessibleDescription(field.description)
        self.setFocusProxy(inner)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(inner)

    def show_value(self, value: object) -> None:
        """Show a value; announces nothing."""
        raise NotImplementedError

    def mark_wrong(self, wrong: bool) -> None:
        """Show, or no longer show, that what is entered is not allowed."""
        set_property(self.inner, "wrong", wrong)


class SwitchEditor(Editor):
    """On or off."""

    def __init__(self, field: SettingField, theme: Theme, parent: QWidget | None = None) -> None:
        self._switch = Switch(field.title, theme)
        super().__init__(field, self._switch, parent)
        self._switch.clicked.connect(lambda: self.edited.emit(self._switch.isChecked()))

    def show_value(self, value: object) -> None:
        self._switch.setChecked(bool(value))


class ChoiceEditor(Editor):
    """One of a few."""

    def __init__(self, field: SettingField, parent: QWidget | None = None) -> None:
        self._box = CalmComboBox()
        self._box.setFixedWidth(WIDTH_PX)
        for choice, name in zip(field.choices, field.names, strict=True):
            self._box.addItem(name, choice)
        super().__init__(field, self._box, parent)
        self._choices = field.choices
        self._box.activated.connect(lambda at: self.edited.emit(self._choices[at]))

    def show_value(self, value: object) -> None:
        self._box.setCurrentIndex(self._choices.index(value))


class NumberEditor(Editor):
    """A number within bounds; announced when the keys rest."""

    def __init__(self, field: SettingField, parent: QWidget | None = None) -> None:
        low = -UNBOUNDED if field.low is None else field.low
        high = UNBOUNDED if field.high is None else field.high
        self._box: CalmSpinBox | CalmDoubleSpinBox
        if field.kind is Kind.WHOLE:
            self._box = CalmSpinBox()
            self._box.setRange(int(low), int(high))
        else:
            self._box = CalmDoubleSpinBox()
            self._box.setDecimals(4)
            self._box.setRange(low, high)
            self._box.setSingleStep(_step(field))
        self._box.setFixedWidth(WIDTH_PX)
        self._box.lineEdit().setTextMargins(TEXT_INDENT_PX, 0, 0, 0)
        super().__init__(field, self._box, parent)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(lambda: self.edited.emit(self._box.value()))
        self._box.valueChanged.connect(lambda _: self._rest.start())

    def show_value(self, value: object) -> None:
        if isinstance(value, int | float) and not self._rest.isActive():
            self._box.blockSignals(True)
            self._box.setValue(value)  # type: ignore[arg-type]
            self._box.blockSignals(False)


class TextEditor(Editor):
    """One line; announced on Enter or when it loses the focus."""

    def __init__(self, field: SettingField, parent: QWidget | None = None) -> None:
        self._line = QLineEdit()
        self._line.setFixedWidth(WIDTH_PX)
        super().__init__(field, self._line, parent)
        self._shown = ""
        self._line.editingFinished.connect(self._finish)

    def show_value(self, value: object) -> None:
        self._shown = str(value)
        if self._line.text() != self._shown:
            self._line.setText(self._shown)

    def _finish(self) -> None:
        if self._line.text() != self._shown:
            self.edited.emit(self._line.text())


class ListEditor(Editor):
    """Several lines, in a dialog."""

    def __init__(self, field: SettingField, parent: QWidget | None = None) -> None:
        self.rules = RulesEditor(field)
        super().__init__(field, self.rules, parent)
        self.rules.edited.connect(self.edited.emit)

    def show_value(self, value: object) -> None:
        if isinstance(value, tuple | list):
            self.rules.show_rules(tuple(str(rule) for rule in value))


def editor_for(field: SettingField, theme: Theme, parent: QWidget | None = None) -> Editor:
    """Return the editor for a kind of setting."""
    if field.kind is Kind.SWITCH:
        return SwitchEditor(field, theme, parent)
    if field.kind is Kind.CHOICE:
        return ChoiceEditor(field, parent)
    if field.kind in (Kind.WHOLE, Kind.DECIMAL):
        return NumberEditor(field, parent)
    return ListEditor(field, parent) if field.kind is Kind.RULES else TextEditor(field, parent)


class CalmComboBox(QComboBox):
    """A combo box that a passing wheel does not change."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        super().wheelEvent(event) if self.hasFocus() else event.ignore()


class CalmSpinBox(QSpinBox):
    """A spin box that a passing wheel does not change."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        super().wheelEvent(event) if self.hasFocus() else event.ignore()


class CalmDoubleSpinBox(QDoubleSpinBox):
    """A spin box that a passing wheel does not change, without trailing zeros."""

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        super().wheelEvent(event) if self.hasFocus() else event.ignore()

    def textFromValue(self, value: float) -> str:  # noqa: N802
        text = self.locale().toString(value, "f", 4).rstrip("0")
        return text.rstrip(self.locale().decimalPoint()) or "0"


def _step(field: SettingField) -> float:
    high = field.high if field.high is not None else 100.0
    return 0.0001 if high <= 0.1 else 0.05 if high <= 1 else 0.5 if high <= 60 else 1.0
