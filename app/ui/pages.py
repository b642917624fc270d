"""The pages of the main window, made once and shown one at a time."""

from collections.abc import Callable, Mapping
from datetime import datetime

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.controls import Controls
from app.ui.day.page import DayPage
from app.ui.live_text import LiveText
from app.ui.notes.notebook import Notebook
from app.ui.query.page import QueryPage
from app.ui.rail import Place
from app.ui.recorder import RecorderModel
from app.ui.search.page import SearchView
from app.ui.settings.page import SettingsPage
from app.ui.shortcuts import timeline_shortcuts, window_shortcuts
from app.ui.sources.page import SourcesPage
from app.ui.theme import Theme
from app.ui.timeline.keys import bindings
from app.ui.timeline.page import TimelinePage
from app.ui.words import US_PER_S
from storage.clock import Clock
from storage.sql.engine import Value

TIMELINE, SEARCH, DAY, QUERY = "timeline", "search", "day", "query"
SOURCES, SETTINGS = "sources", "settings"


class Pages(QStackedWidget):
    """Makes the pages and keeps them by key. Call `stop` before it goes."""

    def __init__(
        self,
        controls: Controls,
        recorder: RecorderModel,
        notebook: Notebook,
        theme: Theme,
        clock: Clock,
        memory: QSettings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        store, media = controls.store, controls.media
        self.timeline = TimelinePage(store, media, notebook, theme, clock, memory=memory)
        self.search = SearchView(store, media, clock, theme, controls.meanings)
        self.day = DayPage(controls, theme, local_time(clock.now_us()).date())
        self.query = QueryPage(controls.home, self._given, theme)
        self.query.pins.show_on(self.timeline.pins)
        self.sources = SourcesPage(controls, recorder, clock, theme)
        everywhere, there = self.tr("Everywhere"), self.tr("Timeline")
        keys = {everywhere: window_shortcuts(), there: timeline_shortcuts(bindings(self.timeline))}
        self.settings = SettingsPage(controls, theme, keys)
        self.every = (self.timeline, self.search, self.day, self.query, self.sources, self.settings)
        self._by_key: Mapping[str, QWidget] = dict(
            zip((TIMELINE, SEARCH, DAY, QUERY, SOURCES, SETTINGS), self.every, strict=True)
        )
        for page in self.every:
            self.addWidget(page)
        self.live_text = LiveText(controls.live_text, self)

    @property
    def current(self) -> str:
        """The key of the page in front."""
        return next(key for key, page in self._by_key.items() if page is self.currentWidget())

    def show_page(self, key: str) -> None:
        """Bring a page to the front."""
        self.setCurrentWidget(self._by_key[key])

    def places(self) -> tuple[Place, ...]:
        """Return where the rail leads to, in the window's language."""
        return (
            Place(TIMELINE, "timeline", self.tr("Timeline"), "Ctrl+1"),
            Place(SEARCH, "search", self.tr("Search"), "Ctrl+2"),
            Place(DAY, "day", self.tr("Day"), "Ctrl+3"),
            Place(QUERY, "query", self.tr("Query"), "Ctrl+4"),
            Place(SOURCES, "sources", self.tr("Sources"), "Ctrl+5"),
            Place(SETTINGS, "settings", self.tr("Settings"), "Ctrl+6"),
        )

    def on_said(self, tell: Callable[[str], None]) -> None:
        """Tell what any page says."""
        for page in self.every:
            page.said.connect(tell)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        for page in self.every:
            page.set_theme(theme)

    def stop(self) -> None:
        """End what runs for the pages."""
        for page in self.every:
            page.stop()

    def _given(self) -> dict[str, Value]:
        """Return what queries may name: `:day`, and `:selection` of the timeline, or what it shows where none is."""
        start, end = self.timeline.navigator.selection or self.timeline.visible_span()
        moments = (local_time(start), local_time(end))
        return {"day": moments[0].date(), "selection_start": moments[0], "selection_end": moments[1]}


def local_time(at_us: int) -> datetime:
    """Return a time on this computer's clock."""
    return datetime.fromtimestamp(at_us / US_PER_S).astimezone()
