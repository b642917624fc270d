"""The query page: asks anything with SQL. Sources and saved queries at the left, statements in tabs."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QThreadPool, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QTabWidget, QToolButton, QWidget
from shiboken6 import isValid

from app.query.engines import as_source, attach, detach, open_engine, open_servers
from app.query.memory import OpenTab, QueryMemory
from app.query.rows import prepare
from app.query.samples import sample_values
from app.query.saved import shipped
from app.ui.background import Background
from app.ui.query.attach_dialog import AttachDialog
from app.ui.query.engine_choice import OWN
from app.ui.query.pins import PinKeeper
from app.ui.query.side import QuerySide
from app.ui.query.tab import QueryTab
from app.ui.shortcuts import native
from app.ui.theme import Theme
from storage.sql.duck import DuckDbEngine
from storage.sql.engine import Catalog, Engine, QueryError, Value

_MOST_SHOWN: Final = 30
_THREADS: Final = 12
_END_MS: Final = 5_000


class QueryPage(QWidget):
    """Emits `said` with messages. `given` tells the parameters that the timeline has: day and selection."""

    said = Signal(str)

    def __init__(self, home: Path, given: Callable[[], Mapping[str, Value]], theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        self._home = home
        self._given = given
        self._theme = theme
        self._memory = QueryMemory(home)
        self._engine: DuckDbEngine = open_engine(home, self._memory)
        self._servers = open_servers(self._memory)
        self._catalogs: dict[str, Catalog] = {}
        self._afar: Sequence[Catalog] = ()
        self._samples: dict[str, Mapping[str, str]] = {}
        self._threads = QThreadPool(self)  # statements take their time: nobody else shall wait for a thread of theirs
        self._threads.setMaxThreadCount(_THREADS)
        self._asking_afar = Background(self, pool=self._threads)
        self._sampling = Background(self, pool=self._threads)
        self._reading = Background(self, pool=self._threads)
        self._changing = Background(self, ordered=True, pool=self._threads)
        self._warming = Background(self, pool=self._threads)
        self._looked = False
        self.pins = PinKeeper(self._memory, self._engines, self, self._threads)
        self.side = QuerySide(theme, self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setTabsClosable(True)
        self.tabs.setMovable(True)
        self._make_corner()
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.side)
        inside.addWidget(self.tabs, 1)
        self._connect()
        self._show_saved()
        self._open_tabs()

    @property
    def tab(self) -> QueryTab:
        """The tab in front."""
        found = self.tabs.currentWidget()
        assert isinstance(found, QueryTab)
        return found

    def settled(self) -> bool:
        """Tell whether everything that was asked has come."""
        return (
            not self._reading.busy
            and not self._warming.busy
            and not self._changing.busy
            and not self._asking_afar.busy
            and not self._sampling.busy
            and not self.pins.busy
            and all(tab.settled() for tab in self._all())
        )

    def add_tab(self, sql: str = "", title: str = "") -> QueryTab:
        """Open another statement."""
        tab = QueryTab(self._engines, self._given, self._theme, self, self._threads)
        tab.show_statement(sql, title)
        tab.show_catalogs((*self._catalogs.values(), *self._afar))
        tab.asked.connect(self._memory.note)
        tab.saveWanted.connect(self._save)
        tab.pinWanted.connect(self.pins.pin)
        tab.said.connect(self.said)
        tab.edited.connect(self._keep_tabs)
        self.tabs.setCurrentIndex(self.tabs.addTab(tab, title or self.tr("Query {0}").format(self.tabs.count() + 1)))
        tab.editor.setFocus()
        return tab

    def attach(self, name: str, address: str, dialog: AttachDialog | None = None) -> None:
        """Attach a source; what is wrong with it is said, in the dialog that asked for it where there is one."""

        def work() -> QueryError | None:
            try:
                attach(self._memory, name, address)
            except QueryError as error:
                return error
            return None

        self._changing.ask(work, lambda error: self._attached(error, dialog))

    def refresh(self) -> None:
        """Look at the sources again."""
        engine = self._engine
        servers = dict(self._servers)
        self._samples.clear()
        self._catalogs = {catalog.name: catalog for catalog in engine.at_hand()}
        self._show_sources()
        self._describe(tuple(source.name for source in engine.sources))
        self._asking_afar.ask(lambda: [as_source(*each) for each in servers.items()], self._show_servers)

        def warm() -> None:
            engine.warm()
            prepare()

        self._warming.ask(warm, lambda _: None)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self.side.set_theme(theme)
        for tab in self._all():
            tab.set_theme(theme)

    def stop(self) -> None:
        """End statements and processes."""
        self._keep_tabs()
        for tab in self._all():
            tab.stop()
        self._reading.cancel()
        self._warming.cancel()
        self._asking_afar.cancel()
        self._sampling.cancel()
        self.pins.stop()
        for engine in self._engines().values():
            engine.close()
        self._threads.waitForDone(_END_MS)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        if not self._looked:
            self._looked = True
            self.tab.editor.setFocus()
            self.refresh()

    def _make_corner(self) -> None:
        plus = QToolButton(self)
        plus.setText("+")
        plus.setToolTip(self.tr("New query") + " (" + native("Ctrl+T") + ")")
        plus.setAccessibleName(self.tr("New query"))
        plus.clicked.connect(lambda: self.add_tab())
        self.history = QToolButton(self)
        self.history.setText(self.tr("History ▾"))
        self.history.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: self._fill_history(menu))
        self.history.setMenu(menu)
        corner = QWidget(self)
        row = QHBoxLayout(corner)
        row.setContentsMargins(4, 4, 12, 4)
        row.addWidget(plus)
        row.addWidget(self.history)
        self.tabs.setCornerWidget(corner, Qt.Corner.TopRightCorner)

    def _connect(self) -> None:
        for keys, verb in (
            ("Ctrl+T", lambda: self.add_tab()),
            ("Ctrl+W", lambda: self._close_tab(self.tabs.currentIndex())),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(verb)
        self.tabs.tabCloseRequested.connect(self._close_tab)
        self.side.inserted.connect(lambda name: self.tab.editor.insert(name))
        self.side.sampled.connect(self._sample)
        self.side.tableOpened.connect(self._show_samples)
        self.side.chosen.connect(self._open_saved)
        self.side.removed.connect(self._remove)
        self.side.attachWanted.connect(self._ask_attach)
        self.side.detachWanted.connect(self._detach)

    def _all(self) -> list[QueryTab]:
        found = (self.tabs.widget(at) for at in range(self.tabs.count()))
        return [tab for tab in found if isinstance(tab, QueryTab)]

    def _close_tab(self, at: int) -> None:
        tab = self.tabs.widget(at)
        if isinstance(tab, QueryTab):
            tab.stop()
            self.tabs.removeTab(at)
            tab.deleteLater()
        if not self.tabs.count():
            self.add_tab()
        self.tab.editor.setFocus()
        self._keep_tabs()

    def _open_tabs(self) -> None:
        """Open what was open at the end of the last time."""
        kept = self._memory.now
        for one in kept.tabs or (OpenTab("", ""),):
            self.add_tab(one.sql, one.title).engines.choose(one.engine)
        self.tabs.setCurrentIndex(min(kept.front, self.tabs.count() - 1))

    def _keep_tabs(self) -> None:
        there = [OpenTab(tab.title, tab.editor.toPlainText(), tab.engines.key) for tab in self._all()]
        self._memory.keep_tabs(there, max(0, self.tabs.currentIndex()))

    def _describe(self, names: tuple[str, ...]) -> None:
        """Ask one source after the other for its tables, and show each at once."""
        if not names:
            return
        engine, name = self._engine, names[0]

        def done(catalog: Catalog) -> None:
            self._catalogs[name] = catalog
            self._show_sources()
            self._describe(names[1:])

        self._reading.ask(lambda: engine.describe(name), done)

    def _show_servers(self, catalogs: Sequence[Catalog]) -> None:
        self._afar = catalogs
        self._show_sources()

    def _show_sources(self) -> None:
        """Show what has come: a server that takes its time does not keep the others waiting."""
        known = (*self._catalogs.values(), *self._afar)
        self.side.show_catalogs(known)
        for tab in self._all():
            tab.show_catalogs(known)

    def _engines(self) -> Mapping[str, Engine]:
        return {OWN: self._engine, **self._servers}

    def _show_samples(self, source: str, table: str) -> None:
        """Show values in the tree, asked for once."""
        if table in self._samples:
            self.side.show_samples(table, self._samples[table])
            return
        engine = self._engines().get(source, self._engine)

        def work() -> Mapping[str, str]:
            try:
                return sample_values(engine, table)
            except QueryError:
                return {}  # what is wrong with the source is said where it is asked

        def done(values: Mapping[str, str]) -> None:
            self._samples[table] = values
            self.side.show_samples(table, values)

        self._sampling.ask(work, done)

    def _show_saved(self) -> None:
        self.side.show_saved(self._memory.now.saved, shipped())

    def _open_saved(self, title: str, sql: str) -> None:
        tab = self.tab
        if tab.editor.toPlainText().strip() and tab.editor.toPlainText() != sql:
            self.add_tab(sql, title)
        else:
            tab.show_statement(sql, title)
            self.tabs.setTabText(self.tabs.currentIndex(), title)

    def _sample(self, source: str, table: str) -> None:
        tab = self.add_tab(f"SELECT *\nFROM {table}\nLIMIT 100", table)
        tab.engines.choose(source)
        tab.run()

    def _save(self, title: str, sql: str) -> None:
        self._memory.save(title, sql)
        self.tabs.setTabText(self.tabs.currentIndex(), title)
        self._show_saved()

    def _remove(self, title: str) -> None:
        self._memory.forget(title)
        self._show_saved()

    def _fill_history(self, menu: QMenu) -> None:
        menu.clear()
        for sql in self._memory.now.history[:_MOST_SHOWN]:
            menu.addAction(" ".join(sql.split())[:90], partial(self.add_tab, sql))

    def _ask_attach(self) -> None:
        dialog = AttachDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.wanted.connect(lambda name, address: self.attach(name, address, dialog))
        dialog.open()

    def _attached(self, error: QueryError | None, dialog: AttachDialog | None = None) -> None:
        asking = dialog if dialog is not None and isValid(dialog) else None
        if error is not None:
            if asking is not None:
                asking.refuse(str(error))
            else:
                self.said.emit(str(error))
            return
        if asking is not None:
            asking.accept()
        self._reopen()
        self.refresh()

    def _detach(self, name: str) -> None:
        self._changing.ask(lambda: detach(self._memory, name), lambda _: self._attached(None))

    def _reopen(self) -> None:
        """Open the engine anew with the sources there are now."""
        older = list(self._engines().values())
        self._engine, self._servers = open_engine(self._home, self._memory), open_servers(self._memory)

        def work() -> None:
            for engine in older:
                engine.close()

        self._changing.ask(work, lambda _: None)
