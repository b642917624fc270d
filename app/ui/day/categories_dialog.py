"""Edits the categories as a tree with a regular expression each, and shows at every key what they make of the day."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.day.categories import SEPARATOR, Categories, Rule, RuleError, check, rule_of
from app.ui.background import Background
from app.ui.theme import Theme
from app.ui.widgets.labels import label, set_role
from app.ui.words import duration

_NAME, _PATTERN = 0, 1
_MOST_WINDOWS = 400
Windows = Sequence[tuple[str, str, float]]


class CategoriesDialog(QDialog):
    """Rules in, rules out.

    Signals:
        saved(rules): the owner wants these, as texts.
    """

    saved = Signal(tuple)

    def __init__(self, rules: Sequence[str], windows: Windows, theme: Theme, parent: QWidget | None = None) -> None:
        """Show rules, and what they make of `windows`: application, title, seconds, the longest first."""
        super().__init__(parent)
        self._windows, self._theme = list(windows[:_MOST_WINDOWS]), theme
        self._previews = Background(self)
        self.setWindowTitle(self.tr("Categories"))
        self.resize(960, 620)
        self.tree = QTreeWidget(self)
        self.tree.setObjectName("rules")
        self.tree.setHeaderLabels([self.tr("Category"), self.tr("Regular expression")])
        self.tree.setAccessibleName(self.tr("Categories"))
        self.tree.header().setSectionResizeMode(_NAME, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.preview = QTreeWidget(self)
        self.preview.setObjectName("rules")
        self.preview.setHeaderLabels([self.tr("What falls into them"), self.tr("Time")])
        self.preview.setAccessibleName(self.tr("What falls into the categories"))
        self.preview.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.preview.header().setStretchLastSection(False)
        self.problem = label("", "dim", self, wrap=True)
        self.add_button = QPushButton(self.tr("Add"), self)
        self.below_button = QPushButton(self.tr("Add below"), self)
        self.remove_button = QPushButton(self.tr("Remove"), self)
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self.save_button = QPushButton(self.tr("Save"), self)
        self.save_button.setProperty("role", "primary")
        self._arrange()
        for rule in rules:
            self._put(rule_of(rule))
        self.tree.expandAll()
        self._connect()
        self._changed()

    def rules(self) -> list[Rule]:
        """Return the rules as they stand, in order."""
        found: list[Rule] = []

        def walk(item: QTreeWidgetItem, path: tuple[str, ...]) -> None:
            for child in _children(item):
                below = (*path, child.text(_NAME).strip() or self.tr("Unnamed"))
                if child.text(_PATTERN).strip():
                    found.append(Rule(below, child.text(_PATTERN).strip()))
                walk(child, below)

        walk(self.tree.invisibleRootItem(), ())
        return found

    def _put(self, rule: Rule) -> None:
        """Add a rule to the tree; a category that is there already fits either."""
        item = self.tree.invisibleRootItem()
        for part in rule.path:
            there = next((child for child in _children(item) if child.text(_NAME) == part), None)
            item = there or self._item(item, part)
        before = item.text(_PATTERN)
        item.setText(_PATTERN, f"{before}|{rule.pattern}" if before else rule.pattern)

    def _item(self, parent: QTreeWidgetItem, name: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(parent, [name, ""])
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        return item

    def _add(self, *, below: bool) -> None:
        current = self.tree.currentItem()
        parent = current if below and current is not None else self.tree.invisibleRootItem()
        item = self._item(parent, self.tr("New category"))
        parent.setExpanded(True)
        self.tree.setCurrentItem(item, _NAME)
        self.tree.editItem(item, _NAME)

    def _remove(self) -> None:
        current = self.tree.currentItem()
        if current is not None:
            parent = current.parent() or self.tree.invisibleRootItem()
            parent.removeChild(current)
            self._changed()

    def _changed(self) -> None:
        """Check every rule, and show what they make of the day where all can be used."""
        rules, problem = self.rules(), ""
        for rule in rules:
            try:
                check(rule.pattern)
            except RuleError as error:
                problem = problem or str(error)
        self.save_button.setEnabled(not problem)
        self.problem.setText(problem or self.tr("The first category that fits counts; drag to put one before another."))
        set_role(self.problem, "error" if problem else "dim")
        if not problem:
            windows = self._windows
            self._previews.ask(lambda: _sorted_out(rules, windows), self._show_preview)

    def _show_preview(self, found: dict[tuple[str, ...], list[tuple[str, float]]]) -> None:
        self.preview.clear()
        times = {path: sum(seconds for _, seconds in windows) for path, windows in found.items()}
        for path in sorted(found, key=lambda each: (not each, -times[each])):
            name = SEPARATOR.join(path) or self.tr("Nowhere yet")
            head = QTreeWidgetItem(self.preview, [name, duration(times[path])])
            head.setForeground(0, QBrush(QColor(self._theme.accent_text if path else self._theme.warn_text)))
            for text, seconds in found[path]:
                QTreeWidgetItem(head, [text, duration(seconds)]).setToolTip(0, text)
            head.setExpanded(True)
        self.preview.resizeColumnToContents(1)

    def _save(self) -> None:
        self.saved.emit(tuple(rule.text() for rule in self.rules()))
        self.accept()

    def _connect(self) -> None:
        self.tree.itemChanged.connect(lambda *_: self._changed())
        self.tree.model().rowsInserted.connect(lambda *_: self._changed())
        self.add_button.clicked.connect(lambda: self._add(below=False))
        self.below_button.clicked.connect(lambda: self._add(below=True))
        self.remove_button.clicked.connect(self._remove)
        self.cancel_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self._save)

    def _arrange(self) -> None:
        sides = QHBoxLayout()
        sides.setSpacing(14)
        sides.addWidget(self.tree, 5)
        sides.addWidget(self.preview, 5)
        buttons = QHBoxLayout()
        for button in (self.add_button, self.below_button, self.remove_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.save_button)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 22, 24, 20)
        inside.setSpacing(12)
        inside.addWidget(label(self.tr("Categories"), "title", self))
        inside.addWidget(self.problem)
        inside.addLayout(sides, 1)
        inside.addLayout(buttons)


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [child for row in range(item.childCount()) if (child := item.child(row)) is not None]


def _sorted_out(rules: Sequence[Rule], windows: Windows) -> dict[tuple[str, ...], list[tuple[str, float]]]:
    """Windows by the category they fall into, each with application and title as one text."""
    categories = Categories(rules)
    found: dict[tuple[str, ...], list[tuple[str, float]]] = {}
    for app, title, seconds in windows:
        found.setdefault(categories.of(app, title), []).append((f"{app} — {title}" if title else app, seconds))
    return found
