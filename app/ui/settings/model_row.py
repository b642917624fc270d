"""One model: what it is for, its size and licence, whether it can be used, and what can be done with it."""

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.ui.settings.model_reading import ModelShown, ModelState
from app.ui.widgets.labels import label, rule, set_role
from app.ui.words import size

_STEPS = 1_000


class ModelRow(QWidget):
    """Emits what the owner wants done with its model.

    Signals:
        useWanted(), fetchWanted(), stopWanted(), removeWanted(): by its buttons.
    """

    useWanted = Signal()  # noqa: N815
    fetchWanted = Signal()  # noqa: N815
    stopWanted = Signal()  # noqa: N815
    removeWanted = Signal()  # noqa: N815

    def __init__(self, shown: ModelShown, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = shown
        name = shown.model.title
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.state = label("", "small", self)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("How much of {0} has been fetched").format(name))
        self.use = self._button(self.tr("Use"), self.tr("Use {0}").format(name), self.useWanted)
        self.fetch = self._button(self.tr("Fetch"), self.tr("Fetch {0}").format(name), self.fetchWanted)
        self.stop = self._button(self.tr("Stop"), self.tr("Stop fetching {0}").format(name), self.stopWanted)
        self.remove = self._button(self.tr("Remove…"), self.tr("Remove {0}").format(name), self.removeWanted)
        self._arrange()
        self.show_state()

    def show_state(self) -> None:
        """Show what the model was when it was read."""
        shown, ready = self.shown, self.shown.state is ModelState.READY
        self._say(self._words(), wrong=shown.state is ModelState.BROKEN)
        self.progress.hide()
        self.stop.hide()
        self.use.setVisible(ready and not shown.chosen)
        self.fetch.setVisible(shown.state is ModelState.ABSENT or (shown.fetched and not ready))
        self.remove.setVisible(shown.fetched)
        self.remove.setEnabled(not shown.chosen)
        self.remove.setToolTip(self.tr("Use another one first") if shown.chosen else "")

    def show_progress(self, have_bytes: int, total_bytes: int) -> None:
        """Show how much has been fetched; of how much is 0 where nobody knows."""
        for button in (self.use, self.fetch, self.remove):
            button.hide()
        self.stop.show()
        self.progress.show()
        self.progress.setRange(0, _STEPS if total_bytes else 0)
        self.progress.setValue(min(_STEPS, have_bytes * _STEPS // total_bytes) if total_bytes else 0)
        of = self.tr("{0} of {1}").format(size(have_bytes), size(total_bytes)) if total_bytes else size(have_bytes)
        self._say(of)

    def show_error(self, text: str) -> None:
        """Say why something could not be done."""
        self.show_state()
        self._say(text, wrong=True)

    def _words(self) -> str:
        shown = self.shown
        if shown.state is ModelState.READY:
            return self.tr("In use") if shown.chosen else self.tr("Ready")
        if shown.state is ModelState.BROKEN:
            return shown.problem
        if shown.state is ModelState.PACKAGE_ABSENT:
            return self.tr("Comes with Python packages that are not installed: {0}").format(shown.model.package)
        if shown.model.note or not shown.model.vouched:
            return self.tr("Not on this computer. Nobody has tried it with Daytrail yet.")
        return self.tr("Not on this computer.")

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self.state.setText(text)
        self.state.setWordWrap(wrong)
        set_role(self.state, "error" if wrong else "small")

    def _button(self, text: str, told: str, wanted: SignalInstance) -> QPushButton:
        button = QPushButton(text, self)
        button.setAccessibleName(told)
        button.clicked.connect(wanted)
        return button

    def _arrange(self) -> None:
        model = self.shown.model
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(label(model.title, "name", self))
        facts = " · ".join((model.name, size(model.size_bytes), model.licence))
        words.addWidget(label(facts, "small", self))
        words.addWidget(self.state)
        words.addWidget(self.progress)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.use, self.fetch, self.stop, self.remove):
            buttons.addWidget(button)
        inside = QGridLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setVerticalSpacing(13)
        inside.setHorizontalSpacing(12)
        inside.setColumnStretch(0, 1)
        inside.addLayout(words, 0, 0)
        inside.addLayout(buttons, 0, 1)
        inside.addWidget(rule(self), 1, 0, 1, 2)
