"""All models by what they are for: fetched with progress, checked, chosen and removed.

Only fetching uses the network, and only when it is asked for.
"""

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.home import Home
from app.settings import Settings
from app.ui.background import Background, explain
from app.ui.settings.model_reading import ModelShown, ModelState, SettingPath, read_models
from app.ui.settings.model_row import ModelRow
from app.ui.widgets.labels import label, set_role
from app.ui.words import size
from processing.fetching import CancelledError
from processing.installing import Installer
from processing.models.catalog import KnownModel
from processing.processor import ModelUnavailableError

translate = QCoreApplication.translate
Key = tuple[str, str]


class ModelList(QWidget):
    """The models page below its heading.

    Signals:
        chosen(path, name): the owner wants a setting to name this model.
    """

    chosen = Signal(object, str)

    def __init__(
        self,
        home: Path,
        settings: Callable[[], Settings],
        parent: QWidget | None = None,
        *,
        shipped: tuple[KnownModel, ...] | None = None,
    ) -> None:
        """`settings` returns those in force, from any thread; `shipped` replaces the catalogue that comes with us."""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._home = home
        self._settings = settings
        self._shipped = shipped
        self._reads = Background(self)
        self._fetches = Background(self, ordered=True)
        self._removes = Background(self, ordered=True)
        self._cancelled = threading.Event()
        self._fetching: Key | None = None
        self.rows: dict[Key, ModelRow] = {}
        self.check = QPushButton(self.tr("Check all files"), self)
        self.check.clicked.connect(lambda: self.read(verify=True))
        self.summary = label("", "dim", self)
        self._column = QVBoxLayout()
        self._column.setSpacing(13)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(13)
        above = QHBoxLayout()
        above.addWidget(self.check)
        above.addSpacing(8)
        above.addWidget(self.summary, 1)
        inside.addLayout(above)
        inside.addLayout(self._column)
        self.read()

    @property
    def busy(self) -> bool:
        """Whether something is being read or fetched."""
        return self._reads.busy or self._fetches.busy or self._removes.busy

    def read(self, *, verify: bool = False) -> None:
        """Look anew at what there is; `verify` compares the checksum of every file."""
        home, settings, shipped = self._home, self._settings, self._shipped
        self.check.setEnabled(not verify)
        looking = "" if self.rows else self.tr("Looking which are there…")
        self._say(self.tr("Reading every file…") if verify else looking)
        self._reads.ask(
            lambda: read_models(home, settings(), shipped=shipped, verify=verify),
            lambda found: self._show(found, verified=verify),
            self._unread,
        )

    def refuse(self, setting: SettingPath, problem: str) -> None:
        """Say why a setting may not name the model that was chosen for it; another setting is none of ours."""
        if any(row.shown.setting == setting for row in self.rows.values()):
            self._say(problem, wrong=True)

    def stop(self) -> None:
        """End what is under way; what was fetched so far is kept for the next time."""
        self._cancelled.set()
        self._reads.cancel()
        self._fetches.cancel()
        self._removes.cancel()

    def _unread(self, error: Exception) -> None:
        self.check.setEnabled(True)
        self._say(explain(error), wrong=True)

    def _say(self, text: str, *, wrong: bool = False) -> None:
        self.summary.setText(text)
        set_role(self.summary, "error" if wrong else "dim")

    def _show(self, found: tuple[ModelShown, ...], *, verified: bool) -> None:
        self.check.setEnabled(True)
        self._say("")
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.rows = {}
        task = ""
        for shown in found:
            if shown.model.task != task:
                task = shown.model.task
                self._column.addWidget(label(_for_what(task), "head", self))
            row = self._row(shown)
            self.rows[task, shown.model.name] = row
            self._column.addWidget(row)
        if verified:
            broken = sum(one.state is ModelState.BROKEN for one in found)
            ready = sum(one.state is ModelState.READY for one in found)
            said = [self.tr("%Ln model(s) as they should be", None, ready)]
            if broken:
                said.append(self.tr("%Ln damaged", None, broken))
            self._say(", ".join(said) + ".", wrong=bool(broken))

    def _row(self, shown: ModelShown) -> ModelRow:
        row = ModelRow(shown, self)
        row.useWanted.connect(lambda: self.chosen.emit(shown.setting, shown.model.name))
        row.fetchWanted.connect(lambda: self._fetch(shown))
        row.stopWanted.connect(self._cancelled.set)
        row.removeWanted.connect(lambda: self._ask_remove(shown))
        row.fetch.setEnabled(self._fetching is None)
        if self._fetching == (shown.model.task, shown.model.name):
            row.show_progress(0, shown.model.size_bytes)
        return row

    def _fetch(self, shown: ModelShown) -> None:
        model, folder = shown.model, Home(self._home).models
        key = self._fetching = (model.task, model.name)
        self._cancelled = cancelled = threading.Event()
        have: dict[str, int] = {}
        fetched = self._fetches.relay(self._show_progress)

        def told(name: str, have_bytes: int, _total: int | None) -> None:
            have[name] = have_bytes
            fetched(key, sum(have.values()))

        def work() -> str:
            try:
                Installer(folder).install(model, model.source, told, cancelled)
            except CancelledError:
                return translate(
                    "ModelList", "Stopped. What was fetched is kept; fetched again, it goes on from there."
                )
            except ModelUnavailableError as error:
                return str(error)
            return ""

        for row in self.rows.values():
            row.fetch.setEnabled(False)
        self.rows[key].show_progress(0, model.size_bytes)
        self._fetches.ask(work, lambda problem: self._done(key, problem), lambda error: self._done(key, explain(error)))

    def _show_progress(self, key: Key, have_bytes: int) -> None:
        if key == self._fetching and key in self.rows:
            self.rows[key].show_progress(have_bytes, self.rows[key].shown.model.size_bytes)

    def _done(self, key: Key, problem: str) -> None:
        self._fetching = None
        for row in self.rows.values():
            row.fetch.setEnabled(True)
        if problem:
            self.rows[key].show_error(problem)
        else:
            self.read()

    def _ask_remove(self, shown: ModelShown) -> None:
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(self.tr("Remove {0}?").format(shown.model.title))
        freed = self.tr("{0} become free. What it understood stays; it can be fetched again.")
        box.setInformativeText(freed.format(size(shown.model.size_bytes)))
        remove = box.addButton(self.tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.buttonClicked.connect(lambda button: self._remove(shown) if button is remove else None)
        box.finished.connect(box.deleteLater)
        box.open()

    def _remove(self, shown: ModelShown) -> None:
        folder, name = Home(self._home).models, shown.model.name
        key = (shown.model.task, name)
        self._removes.ask(
            lambda: Installer(folder).remove(name),
            lambda _: self.read(),
            lambda error: self.rows[key].show_error(explain(error)),
        )


def _for_what(task: str) -> str:
    """What a task is called on the page."""
    return {
        "vad": translate("ModelList", "Finding speech"),
        "transcription": translate("ModelList", "Writing down speech"),
        "ocr": translate("ModelList", "Reading the screen"),
        "text-embedding": translate("ModelList", "Search by meaning"),
        "objects": translate("ModelList", "Naming objects"),
        "faces": translate("ModelList", "Finding faces"),
    }.get(task, task)
