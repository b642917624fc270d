"""Which engine runs the statement of a tab: the one that comes with the program, or an attached server."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QComboBox, QWidget

from storage.sql.engine import Engine

OWN = ""
"""The key of the engine that comes with the program."""

Engines = Callable[[], Mapping[str, Engine]]


class EngineChoice(QComboBox):
    """Offers the engines there are by name; with one alone there is nothing to choose."""

    def __init__(self, engines: Engines, parent: QWidget) -> None:
        super().__init__(parent)
        self._engines = engines
        self.setAccessibleName(self.tr("Engine"))
        self.setToolTip(self.tr("Which engine runs the statement"))
        self.renew()

    @property
    def engine(self) -> Engine:
        """The chosen engine."""
        engines = self._engines()
        return engines.get(self.key, engines[OWN])

    @property
    def key(self) -> str:
        """Name of the chosen server, `OWN` for the program's engine."""
        return str(self.currentData() or OWN)

    def choose(self, key: str) -> None:
        """Choose an engine; one that is gone chooses the program's."""
        self.setCurrentIndex(max(0, self.findData(key)))

    def renew(self) -> None:
        """Offer what there is now."""
        chosen = self.key
        self.blockSignals(True)
        self.clear()
        for key, engine in self._engines().items():
            self.addItem(self.tr("Engine: {0}").format(engine.name), key)
        self.choose(chosen)
        self.blockSignals(False)
        self.setEnabled(self.count() > 1)
