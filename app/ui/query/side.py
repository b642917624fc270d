"""The left side of the query page: sources with their tables and columns, found by typing, and saved queries."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.query.names import written
from app.ui.query.titles import kind_words, title_words
from app.ui.theme import Theme
from app.ui.widgets.find_line import FindLine
from app.ui.widgets.labels import label
from storage.sql.engine import Catalog

SIDE_WIDTH_PX: Final = 260
_NAME: Final = Qt.ItemDataRole.UserRole
_SOURCE: Final = Qt.ItemDataRole.UserRole + 1
_PLAIN: Final = Qt.ItemDataRole.UserRole + 2
_OPEN: Final = ("live",)
_SAVED_PX: Final = 250


class QuerySide(QWidget):
    """What can be asked: a name to insert, a table to look into, a saved query, a source to attach.

    `sampled` and `tableOpened` give the source and the table as statements write it.
    """

    inserted = Signal(str)
    sampled = Signal(str, str)
    tableOpened = Signal(str, str)  # noqa: N815
    chosen = Signal(str, str)
    attachWanted = Signal()  # noqa: N815
    detachWanted = Signal(str)  # noqa: N815
    removed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(SIDE_WIDTH_PX)
        self._theme = theme
        self._own: frozenset[str] = frozenset()
        self.find_line = FindLine(self.tr("Find a table or column…"), theme, self)
        self.tree = QTreeWidget(self)
        self.tree.setAccessibleName(self.tr("Sources"))
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(14)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.saved = QListWidget(self)
        self.saved.setAccessibleName(self.tr("Saved queries"))
        self.saved.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.saved.setMaximumHeight(_SAVED_PX)
        self.saved.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.attach = QPushButton(self.tr("+ Attach a source…"), self)
        self.attach.setProperty("role", "link")
        self._arrange()
        self._connect()

    def show_catalogs(self, catalogs: Sequence[Catalog]) -> None:
        """Show these sources; what is open stays open."""
        before = {_path(item): item.isExpanded() for item in _with_children(self.tree)}
        self.tree.clear()
        for catalog in catalogs:
            title = kind_words(catalog.kind)
            top = self._item(catalog.name, title, catalog.name, catalog.away)
            self.tree.addTopLevelItem(top)
            self._dress(top, catalog.name, title if not catalog.away else self.tr("away"))
            for table in catalog.tables:
                name = written(catalog, table)
                under = self._item(table.name, "", name, table.description)
                top.addChild(under)
                under.setData(0, _SOURCE, catalog.name)
                for column in table.columns:
                    hint = column.description
                    leaf = self._item(f"{column.name} · {column.type.lower()}", "", column.name, hint)
                    leaf.setForeground(0, self.palette().placeholderText())
                    leaf.setData(0, _PLAIN, leaf.text(0))
                    under.addChild(leaf)
            top.setExpanded(before.get((catalog.name,), catalog.name in _OPEN or len(catalogs) < 3))
            for under in _children(top):
                under.setExpanded(before.get(_path(under), False))
        self._filter(self.find_line.text())

    def show_samples(self, table: str, values: Mapping[str, str]) -> None:
        """Show values beside the columns of a table."""
        for top in _top_items(self.tree):
            for under in _children(top):
                for leaf in _children(under) if under.data(0, _NAME) == table else ():
                    words = values.get(str(leaf.data(0, _NAME)), "")
                    leaf.setText(0, f"{leaf.data(0, _PLAIN)}   {words}" if words else str(leaf.data(0, _PLAIN)))

    def show_saved(self, own: Mapping[str, str], shipped: Mapping[str, str]) -> None:
        """Show saved queries: the owner's first."""
        self._own = frozenset(own)
        self.saved.clear()
        theirs = [(title_words(title), sql) for title, sql in shipped.items() if title not in own]
        for title, sql in [*own.items(), *theirs]:
            item = QListWidgetItem(title)
            item.setData(_NAME, sql)
            item.setToolTip(sql)
            self.saved.addItem(item)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self.find_line.set_theme(theme)

    def _arrange(self) -> None:
        inside = QVBoxLayout(self)
        inside.setContentsMargins(14, 16, 10, 10)
        inside.setSpacing(8)
        inside.addWidget(label(self.tr("Sources"), "head", self))
        inside.addWidget(self.find_line)
        inside.addWidget(self.tree, 1)
        row = QHBoxLayout()
        row.addWidget(self.attach)
        row.addStretch(1)
        inside.addLayout(row)
        inside.addWidget(label(self.tr("Saved"), "head", self))
        inside.addWidget(self.saved)

    def _connect(self) -> None:
        self.find_line.textChanged.connect(self._filter)
        self.tree.itemActivated.connect(lambda item, _: self.inserted.emit(item.data(0, _NAME)))
        self.tree.itemExpanded.connect(self._expanded)
        self.tree.customContextMenuRequested.connect(self._menu)
        self.saved.itemActivated.connect(lambda item: self.chosen.emit(item.text(), item.data(_NAME)))
        self.saved.itemClicked.connect(lambda item: self.chosen.emit(item.text(), item.data(_NAME)))
        self.saved.customContextMenuRequested.connect(self._saved_menu)
        self.attach.clicked.connect(self.attachWanted)

    def _item(self, text: str, kind: str, name: str, hint: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem([text])
        item.setData(0, _NAME, name)
        item.setToolTip(0, hint or kind)
        return item

    def _dress(self, item: QTreeWidgetItem, name: str, kind: str) -> None:
        item.setText(0, "")
        shown = QLabel(f"{name} <span style='color:{self._theme.faint_text}'>{kind}</span>", self.tree)
        shown.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.tree.setItemWidget(item, 0, shown)

    def _filter(self, text: str) -> None:
        wanted = text.strip().lower()
        self.tree.blockSignals(True)  # a table that opens by being found is not asked for values
        for item in _top_items(self.tree):
            _show_matching(item, wanted)
        self.tree.blockSignals(False)

    def _expanded(self, item: QTreeWidgetItem) -> None:
        if item.parent() is not None and item.childCount():
            self.tableOpened.emit(str(item.data(0, _SOURCE)), str(item.data(0, _NAME)))

    def _menu(self, at: QPoint) -> None:
        item = self.tree.itemAt(at) or self.tree.currentItem()
        if item is None:
            return
        name = str(item.data(0, _NAME))
        menu = QMenu(self)
        menu.addAction(self.tr("Insert name"), lambda: self.inserted.emit(name))
        if item.parent() is None:
            if name != "live":
                menu.addAction(self.tr("Detach"), lambda: self.detachWanted.emit(name))
        elif item.childCount():
            source = str(item.data(0, _SOURCE))
            menu.addAction(self.tr("Show sample rows"), lambda: self.sampled.emit(source, name))
        menu.exec(self.tree.viewport().mapToGlobal(at))

    def _saved_menu(self, at: QPoint) -> None:
        item = self.saved.itemAt(at) or self.saved.currentItem()
        if item is not None and item.text() in self._own:
            menu = QMenu(self)
            menu.addAction(self.tr("Delete"), lambda: self.removed.emit(item.text()))
            menu.exec(self.saved.viewport().mapToGlobal(at))


def _top_items(tree: QTreeWidget) -> list[QTreeWidgetItem]:
    found = (tree.topLevelItem(at) for at in range(tree.topLevelItemCount()))
    return [item for item in found if item is not None]


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    found = (item.child(at) for at in range(item.childCount()))
    return [child for child in found if child is not None]


def _with_children(tree: QTreeWidget) -> list[QTreeWidgetItem]:
    return [item for top in _top_items(tree) if top.childCount() for item in (top, *_children(top))]


def _path(item: QTreeWidgetItem) -> tuple[str, ...]:
    parent = item.parent()
    name = str(item.data(0, _NAME))
    return (name,) if parent is None else (*_path(parent), name)


def _show_matching(item: QTreeWidgetItem, wanted: str) -> bool:
    """Hide what does not match; return whether an item or something below it does."""
    own = not wanted or wanted in str(item.data(0, _NAME)).lower()
    below = [_show_matching(child, "" if own and wanted else wanted) for child in _children(item)]
    fits = own or any(below)
    item.setHidden(not fits)
    if wanted and any(below):
        item.setExpanded(True)
    return fits
