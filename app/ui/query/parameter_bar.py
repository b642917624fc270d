"""One field for each parameter of the statement; `:day` and `:selection` come from the timeline unless changed here."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.ui.widgets.labels import label
from storage.sql.engine import Value
from storage.sql.parameters import read_value


class ParameterBar(QWidget):
    """Emits `entered` at Return in a field. `given` tells the values that the timeline has."""

    entered = Signal()

    def __init__(self, given: Callable[[], Mapping[str, Value]], parent: QWidget) -> None:
        super().__init__(parent)
        self._given = given
        self._fields: dict[str, QLineEdit] = {}
        self._inside = QHBoxLayout(self)
        self._inside.setContentsMargins(14, 6, 14, 6)
        self._inside.setSpacing(8)
        self.hide()

    @property
    def fields(self) -> Mapping[str, QLineEdit]:
        """The fields by name."""
        return self._fields

    def show_names(self, names: tuple[str, ...]) -> None:
        """Show a field for each of these; what was typed into those that stay is kept."""
        if tuple(self._fields) == names:
            return
        typed = {name: field.text() for name, field in self._fields.items()}
        while (item := self._inside.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._fields = {}
        for name in names:
            field = QLineEdit(typed.get(name, ""), self)
            field.setAccessibleName(self.tr("Value of {0}").format(name))
            field.setMaximumWidth(230)
            field.returnPressed.connect(self.entered)
            given = self._given().get(name)
            field.setPlaceholderText("" if given is None else str(given)[:19])
            self._inside.addWidget(label(f":{name}", "dim", self))
            self._inside.addWidget(field)
            self._fields[name] = field
        self._inside.addStretch(1)
        self.setVisible(bool(names))

    def values(self) -> dict[str, Value]:
        """Return what was typed, and what is given for the others."""
        found = dict(self._given())
        found.update({name: read_value(field.text()) for name, field in self._fields.items() if field.text()})
        return found
