"""The dialog for a list of patterns: add, change, remove, pick from what was seen, put the defaults back."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.background import Background
from app.ui.widgets.labels import label


class RulesDialog(QDialog):
    """Emits `finished_with` with the patterns when they are saved; deletes itself when closed."""

    finished_with = Signal(tuple)

    def __init__(
        self,
        title: str,
        description: str,
        rules: tuple[str, ...],
        defaults: tuple[str, ...],
        suggest: Callable[[], list[str]] | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(520, 560)
        self._defaults = defaults
        self._suggest = suggest
        self._reads = Background(self)
        self.list = QListWidget(self)
        self.list.setObjectName("rules")
        self.list.setAccessibleName(title)
        self.list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(self.tr("Such as secret* or re:^Bank"))
        self.line.setAccessibleName(self.tr("New pattern"))
        self.line.setToolTip(self.tr("* and ? stand for anything; re: begins a regular expression"))
        self.add_button = QPushButton(self.tr("Add"), self)
        self.pick_button = QPushButton(self.tr("Pick a window…"), self)
        self.pick_button.setVisible(suggest is not None)
        self.remove_button = QPushButton(self.tr("Remove"), self)
        self.defaults_button = QPushButton(self.tr("Restore defaults"), self)
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self.save_button = QPushButton(self.tr("Save"), self)
        self.save_button.setProperty("role", "primary")
        self._arrange(title, description)
        self._connect()
        self._fill(rules)

    def rules(self) -> tuple[str, ...]:
        """Return the patterns as they stand, without empty ones and doubles."""
        texts = (self.list.item(row).text().strip() for row in range(self.list.count()))
        return tuple(dict.fromkeys(text for text in texts if text))

    def _fill(self, rules: tuple[str, ...]) -> None:
        self.list.clear()
        for rule in rules:
            self._put(rule)
        self._show_state()

    def _put(self, rule: str) -> QListWidgetItem:
        item = QListWidgetItem(rule, self.list)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        if rule in self._defaults:
            item.setToolTip(self.tr("Comes with Daytrail"))
        return item

    def _add(self) -> None:
        text = self.line.text().strip()
        if text and text not in self.rules():
            self.list.setCurrentItem(self._put(text))
            self.list.scrollToBottom()
        self.line.clear()
        self._show_state()

    def _remove(self) -> None:
        for item in self.list.selectedItems():
            self.list.takeItem(self.list.row(item))
        self._show_state()

    def _restore(self) -> None:
        self._fill(tuple(dict.fromkeys((*self._defaults, *self.rules()))))

    def _show_state(self) -> None:
        missing = [rule for rule in self._defaults if rule not in self.rules()]
        self.defaults_button.setEnabled(bool(missing))
        self.defaults_button.setVisible(bool(self._defaults))
        self.remove_button.setEnabled(bool(self.list.selectedItems()))

    def _pick(self) -> None:
        if self._suggest is not None:
            self.pick_button.setEnabled(False)
            self._reads.ask(self._suggest, self._offer, lambda _: self.pick_button.setEnabled(True))

    def _offer(self, names: list[str]) -> None:
        self.pick_button.setEnabled(True)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in names:
            action = menu.addAction(name.replace("&", "&&"))
            action.triggered.connect(lambda _=False, name=name: self._take(name))
        if not names:
            menu.addAction(self.tr("No windows were recorded yet")).setEnabled(False)
        menu.popup(self.pick_button.mapToGlobal(self.pick_button.rect().bottomLeft()))

    def _take(self, name: str) -> None:
        self.line.setText(name)
        self._add()

    def _save(self) -> None:
        self._add()
        self.finished_with.emit(self.rules())
        self.accept()

    def _connect(self) -> None:
        self.list.itemSelectionChanged.connect(self._show_state)
        self.line.returnPressed.connect(self._add)
        self.add_button.clicked.connect(self._add)
        self.pick_button.clicked.connect(self._pick)
        self.remove_button.clicked.connect(self._remove)
        self.defaults_button.clicked.connect(self._restore)
        self.cancel_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self._save)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._remove)

    def _arrange(self, title: str, description: str) -> None:
        adding, ending = QHBoxLayout(), QHBoxLayout()
        adding.addWidget(self.line, 1)
        adding.addWidget(self.add_button)
        adding.addWidget(self.pick_button)
        ending.addWidget(self.remove_button)
        ending.addWidget(self.defaults_button)
        ending.addStretch(1)
        ending.addWidget(self.cancel_button)
        ending.addWidget(self.save_button)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 22, 24, 20)
        inside.setSpacing(12)
        inside.addWidget(label(title, "title", self))
        inside.addWidget(label(description, "dim", self, wrap=True))
        inside.addLayout(adding)
        inside.addWidget(self.list, 1)
        inside.addLayout(ending)
