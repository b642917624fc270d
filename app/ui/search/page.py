"""The search page: asks the store off the main thread as the query changes, and shows what it found."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.ui.background import Background, explain
from app.ui.pictures import Pictures
from app.ui.search.facets import Facets
from app.ui.search.hit_card import PICTURE, HitCard
from app.ui.search.hits import HIT_ROLE, HitModel
from app.ui.search.preview import Preview
from app.ui.theme import Theme
from app.ui.widgets.labels import label
from app.ui.widgets.message import Message
from storage.clock import Clock
from storage.media import MediaStore
from storage.search.meaning import Meanings, text_of
from storage.search.parse import QuerySyntaxError, parse_query
from storage.store import Hit, SearchPage, SearchQuery, Stop, Store

PAGE_HITS = 30
WIDE_ENOUGH_FOR_FACETS_PX = 760
WIDE_ENOUGH_FOR_PREVIEW_PX = 1_160


class Results(QListView):
    """The list of hits; a click chooses, a double click opens."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(24)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Results"))


class SearchView(QWidget):
    """Finds and shows. Emits `opened` with a time, `asked` with a query it changed itself, `said` with a message."""

    opened = Signal(object)
    asked = Signal(str)
    said = Signal(str)

    def __init__(
        self,
        store: Store,
        media: MediaStore,
        clock: Clock,
        theme: Theme,
        meanings: Meanings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._store = store
        self._clock = clock
        self._meanings = meanings
        self._query = ""
        self._asked = SearchQuery()
        self._summary = ""
        self._searches = Background(self)
        self._deeper = Background(self, ordered=True)
        self._more = Background(self, ordered=True)
        self._pictures = Pictures(store, media, 2 * PICTURE.width(), self)
        self.model = HitModel(clock, self)
        self.facets = Facets(theme, self)
        self.preview = Preview(store, media, theme, self)
        self.results = Results(self)
        self.message = Message(theme, self)
        self._card = HitCard(self._pictures, clock, theme, self)
        self._theme = theme
        self._arrange()
        self._connect()
        self.ask("")

    @property
    def busy(self) -> bool:
        """Whether an answer is on its way."""
        return self._searches.busy or self._deeper.busy

    @property
    def query(self) -> str:
        """What was asked last, as it was typed."""
        return self._query

    @property
    def answered(self) -> bool:
        """Whether what the words found is shown; what the meaning finds may still come."""
        return not self._searches.busy

    def settled(self) -> bool:
        """Tell whether all that is in view has arrived, pictures too."""
        return not self.busy and not self.preview.busy and self._pictures.idle()

    @property
    def summary(self) -> str:
        """The line above the results."""
        return self._summary

    def ask(self, query: str) -> None:
        """Search for what was typed; an empty query shows what can be asked."""
        self._query = query
        self._more.cancel()
        self._deeper.cancel()
        if not query.strip():
            self._searches.cancel()
            self._show_message("search", *self._hints())
            return
        if self.results.isHidden():
            self._say_summary(self.tr("Searching…"))
        began = time.monotonic()
        self._searches.ask_for_now(
            self._reader(query), lambda found: self._show(*found, time.monotonic() - began), self._fail
        )

    def step(self, rows: int) -> None:
        """Choose the hit so many rows below."""
        if self.model.rowCount():
            row = min(max(self.results.currentIndex().row() + rows, 0), self.model.rowCount() - 1)
            self.results.setCurrentIndex(self.model.index(row))

    def open_current(self) -> None:
        """Open the chosen hit in the timeline."""
        hit = self._current()
        if hit is not None and self._stack.currentWidget() is self._found:
            self.opened.emit(hit.start_us)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self._card.theme = theme
        for part in (self.facets, self.preview, self.message):
            part.set_theme(theme)
        self.results.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._make_room()

    def stop(self) -> None:
        """Ask nothing more; waits for what is under way."""
        self._searches.cancel()
        self._deeper.cancel()
        self._more.cancel()
        self._pictures.stop()

    def _make_room(self) -> None:
        """Leave the preview, then the facets out where the window is too narrow for them."""
        found = self._stack.currentWidget() is self._found
        self.facets.setVisible(found and self.facets.has_any and self.width() >= WIDE_ENOUGH_FOR_FACETS_PX)
        self.preview.setVisible(found and self.width() >= WIDE_ENOUGH_FOR_PREVIEW_PX)

    def _reader(self, query: str) -> Callable[[Stop], tuple[SearchQuery, SearchPage]]:
        """Return what searches by words, and by meaning as far as that is known at once."""
        store, clock, meanings = self._store, self._clock, self._meanings

        def read(stop: Stop) -> tuple[SearchQuery, SearchPage]:
            zone = datetime.now().astimezone().tzinfo
            assert zone is not None
            parsed = parse_query(query, now_us=clock.now_us(), zone=zone)
            parsed = replace(parsed, meaning=meanings.ready(text_of(parsed)))
            return parsed, store.search(parsed, limit=PAGE_HITS, stop=stop)

        return read

    def _look_deeper(self, asked: SearchQuery, *, found_words: bool) -> None:
        """Once the words' answer is shown, find out what they mean and add what says the same."""
        store, meanings = self._store, self._meanings

        def read(stop: Stop) -> tuple[SearchQuery, SearchPage] | None:
            meaning = meanings.find(text_of(asked))
            if meaning is None:
                return None
            meant = replace(asked, meaning=meaning)
            return meant, store.search(meant, limit=PAGE_HITS, stop=stop)

        began = time.monotonic()

        def show(found: tuple[SearchQuery, SearchPage] | None) -> None:
            if found is not None:
                self._show(*found, time.monotonic() - began)
            elif not found_words:
                self._show_nothing()

        def fail(error: Exception) -> None:
            self.said.emit(explain(error))
            show(None)

        self._deeper.ask_for_now(read, show, fail)

    def _show(self, asked: SearchQuery, page: SearchPage, took_s: float) -> None:
        self._asked = asked
        deeper = asked.meaning is None and bool(text_of(asked))
        if deeper:
            self._look_deeper(asked, found_words=bool(page.hits))
        if not page.hits:
            if not deeper:
                self._show_nothing()
            return
        chosen = self._current()
        self.facets.show_facets(self._query, page.facets)
        self._pictures.forget_waiting()
        self.model.begin(page)
        found = self.tr("%Ln moment(s)", None, page.total)
        self._say_summary(self.tr("{0} in {1} ms").format(found, round(took_s * 1000)))
        self._stack.setCurrentWidget(self._found)
        self._make_room()
        self.results.setCurrentIndex(self.model.index(self.model.row_of(chosen) if asked.meaning else 0))

    def _show_nothing(self) -> None:
        text = self.tr("Try fewer or shorter words, or take a filter away. What was recorded a moment ago is included.")
        self._show_message("search", self.tr("Nothing found"), text)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, QuerySyntaxError):
            self._show_message("help", self.tr("This search cannot be read"), explain(error))
        else:
            self._show_message("trouble", self.tr("The search failed"), explain(error), self.tr("Try again"))

    def _show_message(self, icon_name: str, headline: str, text: str, button: str = "") -> None:
        self.preview.show_hit(None)
        self.message.say(icon_name, headline, text, button)
        self._stack.setCurrentWidget(self.message)
        self._make_room()

    def _hints(self) -> tuple[str, str]:
        text = self.tr(
            'Type what you saw, heard or did. "A phrase" in quotes, -without a word, a beginning with inv*; '
            "app:firefox, kind:speech, on:yesterday, after:2026-11-01, before:10m narrow it."
        )
        return self.tr("Search everything that was recorded"), text

    def _read_more(self, cursor: str) -> None:
        store, asked = self._store, self._asked
        self._more.ask_for_now(
            lambda stop: store.search(asked, limit=PAGE_HITS, cursor=cursor, stop=stop),
            self.model.extend,
            lambda error: self.said.emit(explain(error)),
        )

    def _current(self) -> Hit | None:
        hit = self.results.currentIndex().data(HIT_ROLE)
        return hit if isinstance(hit, Hit) else None

    def _choose(self, index: QModelIndex) -> None:
        hit = index.data(HIT_ROLE)
        self.preview.show_hit(hit if isinstance(hit, Hit) else None)

    def _order(self) -> None:
        by_time = self.order.isChecked()
        self.model.order(by_time=by_time)
        self.order.setText(self.tr("newest first") if by_time else self.tr("best first"))
        if self.model.rowCount():
            self.results.setCurrentIndex(self.model.index(0))

    def _say_summary(self, text: str) -> None:
        self._summary = text
        self._summary_label.setText(text)

    def _connect(self) -> None:
        self.facets.narrowed.connect(self.asked)
        self.preview.opened.connect(self.opened)
        self.preview.said.connect(self.said)
        self.message.acted.connect(lambda: self.ask(self._query))
        self.model.moreWanted.connect(self._read_more)
        self._pictures.arrived.connect(lambda uid: self.model.touch(bytes(uid)))
        self.results.setModel(self.model)
        self.results.setItemDelegate(self._card)
        self.results.selectionModel().currentChanged.connect(lambda now, _: self._choose(now))
        self.results.activated.connect(lambda _: self.open_current())
        self.order.clicked.connect(self._order)

    def _arrange(self) -> None:
        self._summary_label = label("", "dim", self)
        self.order = QPushButton(self.tr("best first"), self)
        self.order.setProperty("role", "link")
        self.order.setCheckable(True)
        self.order.setAccessibleName(self.tr("Order of results"))
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._summary_label)
        line.addWidget(self.order)
        line.addStretch(1)
        self._found = QWidget(self)
        found = QVBoxLayout(self._found)
        found.setContentsMargins(16, 12, 8, 0)
        found.setSpacing(10)
        found.addLayout(line)
        found.addWidget(self.results, 1)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._found)
        self._stack.addWidget(self.message)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.facets)
        inside.addWidget(self._stack, 1)
        inside.addWidget(self.preview)
