"""The bar between a statement and its answer: what can be done, how it goes, a filter for rows."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.query.exporting import FORMATS
from app.ui.query.engine_choice import EngineChoice
from app.ui.shortcuts import native
from app.ui.widgets.labels import ElidedLabel, label, set_role


class ToolBar(QWidget):
    """Signals say what was chosen: `exportWanted(format)` and the rest of the menus; buttons are connected to."""

    exportWanted = Signal(str)  # noqa: N815
    copyWanted = Signal()  # noqa: N815
    layOutWanted = Signal()  # noqa: N815
    explainWanted = Signal()  # noqa: N815
    pinWanted = Signal()  # noqa: N815

    def __init__(self, engines: EngineChoice, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        keys = native("Ctrl+Return").split("+")[0] + " ⏎"
        self.run = QPushButton(self.tr("▶ Run") + "  " + keys, self)
        self.run.setAccessibleName(self.tr("Run"))
        self.run.setProperty("role", "accent")
        self.run.setToolTip(native("Ctrl+Return"))
        self.stop = QPushButton(self.tr("Stop"), self)
        self.stop.setToolTip("Esc")
        self.save = QPushButton(self.tr("Save…"), self)
        self.export = QPushButton(self.tr("Export ▾"), self)
        self.more = QPushButton(self.tr("More ▾"), self)
        self.status = ElidedLabel("", "dim", self)
        self.progress = QProgressBar(self)
        self.progress.setMaximumWidth(120)
        self.progress.setTextVisible(False)
        self.find_line = QLineEdit(self)
        self.find_line.setPlaceholderText(self.tr("Filter rows…"))
        self.find_line.setAccessibleName(self.tr("Filter rows"))
        self.find_line.setMaximumWidth(170)
        self._fill_menus()
        self.problem = label("", "error", self, wrap=True)
        self.problem.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.problem.hide()
        policy = self.status.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.status.setSizePolicy(policy)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(14, 7, 14, 7)
        row = QHBoxLayout()
        inside.addLayout(row)
        inside.addWidget(self.problem)
        for button in (self.run, self.stop, self.save, self.export, self.more):
            row.addWidget(button)
        row.addWidget(self.progress)
        row.addWidget(self.status, 1)
        row.addWidget(self.find_line)
        row.addWidget(engines)

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Show how it goes; what is wrong and does not fit beside the buttons has a line of its own."""
        long = wrong and self.status.fontMetrics().horizontalAdvance(text) > self.status.width()
        set_role(self.status, "error" if wrong else "dim")
        self.status.setText(text)
        self.status.setVisible(not long)
        self.problem.setText(text if long else "")
        self.problem.setVisible(long)

    def show_running(self, *, running: bool) -> None:
        """Offer what can be done while a statement runs, or what while none does."""
        self.stop.setEnabled(running)
        self.progress.setVisible(running)
        self.export.setEnabled(not running)

    def show_share(self, share: float | None) -> None:
        """Show how much is done, from 0 to 1; None where that is not known."""
        self.progress.setRange(0, 0 if share is None else 100)
        self.progress.setValue(round(100 * (share or 0)))

    def _fill_menus(self) -> None:
        exports = QMenu(self)
        for name in FORMATS:
            exports.addAction(name, partial(self.exportWanted.emit, name))
        exports.addAction(self.tr("Copy all"), self.copyWanted.emit)
        self.export.setMenu(exports)
        more = QMenu(self)
        more.addAction(self.tr("Lay out"), self.layOutWanted.emit)
        more.addAction(self.tr("Explain"), self.explainWanted.emit)
        more.addAction(self.tr("Pin to the timeline…"), self.pinWanted.emit)
        self.more.setMenu(more)
