"""The pages of the main window: the timeline at once, each other one when it is first needed or there is leisure."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from PySide6.QtCore import QSettings, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.controls import Controls
from app.ui.gaze import Gaze
from app.ui.live_text import LiveText
from app.ui.notes.notebook import Notebook
from app.ui.rail import Place
from app.ui.recorder import RecorderModel
from app.ui.theme import Theme
from app.ui.timeline.page import TimelinePage
from app.ui.words import US_PER_S
from storage.clock import Clock

if TYPE_CHECKING:
    from app.ui.day.page import DayPage
    from app.ui.query.page import QueryPage
    from app.ui.search.page import SearchView
    from app.ui.settings.page import SettingsPage
    from app.ui.sources.page import SourcesPage
    from storage.sql.engine import Value

    Page: TypeAlias = TimelinePage | SearchView | DayPage | QueryPage | SourcesPage | SettingsPage

TIMELINE, SEARCH, DAY, QUERY = "timeline", "search", "day", "query"
SOURCES, SETTINGS = "sources", "settings"
_LEISURE_MS: Final = 700
_Kept = TypeVar("_Kept", bound="Page")


class Pages(QStackedWidget):
    """Makes the pages and keeps them. Call `stop` before it goes.

    Loading what all of them need takes as long as everything that the timeline needs, so they come later.

    Signals: what the pages say and want; see those of the pages.
    """

    said = Signal(str)
    momentOpened = Signal(object)  # noqa: N815
    searchWanted = Signal(str)  # noqa: N815
    dayChosen = Signal(object)  # noqa: N815
    hourChosen = Signal(object, int)  # noqa: N815
    exportWanted = Signal()  # noqa: N815
    forgetWanted = Signal()  # noqa: N815
    applied = Signal(object)
    settingsWanted = Signal(str)  # noqa: N815

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
        self._controls, self._recorder, self._clock, self._theme = controls, recorder, clock, theme
        self._by_key: dict[str, Page] = {}
        self.timeline = TimelinePage(controls.store, controls.media, notebook, theme, clock, memory=memory)
        self._keep(TIMELINE, self.timeline)
        self.live_text = LiveText(controls.live_text, self)
        self.gaze = Gaze(self.timeline, self, controls.look_at)
        self._leisure = QTimer(self, interval=_LEISURE_MS)
        self._leisure.timeout.connect(self._make_another)
        self._leisure.start()

    @cached_property
    def search(self) -> "SearchView":
        """The page for searches."""
        from app.ui.search.page import SearchView

        page = SearchView(self._controls.store, self._controls.media, self._clock, self._theme, self._controls.meanings)
        page.opened.connect(self.momentOpened)
        page.asked.connect(self.searchWanted)
        return self._keep(SEARCH, page)

    @cached_property
    def day(self) -> "DayPage":
        """The page of days, weeks and months."""
        from app.ui.day.page import DayPage

        page = DayPage(self._controls, self._theme, local_time(self._clock.now_us()).date())
        page.dayChosen.connect(self.dayChosen)
        page.momentChosen.connect(self.hourChosen)
        page.searchWanted.connect(self.searchWanted)
        return self._keep(DAY, page)

    @cached_property
    def query(self) -> "QueryPage":
        """The page for SQL."""
        from app.ui.query.page import QueryPage

        page = QueryPage(self._controls.home, self._given, self._theme)
        page.pins.show_on(self.timeline.pins)
        return self._keep(QUERY, page)

    @cached_property
    def sources(self) -> "SourcesPage":
        """The page of sources and their health."""
        from app.ui.sources.page import SourcesPage

        page = SourcesPage(self._controls, self._recorder, self._clock, self._theme)
        page.settingsWanted.connect(self.settingsWanted)
        return self._keep(SOURCES, page)

    @cached_property
    def settings(self) -> "SettingsPage":
        """The page of settings."""
        from app.ui.settings.page import SettingsPage
        from app.ui.shortcuts import query_shortcuts, timeline_shortcuts, window_shortcuts
        from app.ui.timeline.keys import bindings

        everywhere, there = self.tr("Everywhere"), self.tr("Timeline")
        keys = {
            everywhere: window_shortcuts(),
            there: timeline_shortcuts(bindings(self.timeline)),
            self.tr("Query"): query_shortcuts(),
        }
        page = SettingsPage(self._controls, self._theme, keys)
        page.exportWanted.connect(self.exportWanted)
        page.forgetWanted.connect(self.forgetWanted)
        page.applied.connect(self.applied)
        return self._keep(SETTINGS, page)

    @property
    def made(self) -> "Mapping[str, Page]":
        """The pages that are there, by key."""
        return self._by_key

    @property
    def current(self) -> str:
        """The key of the page in front."""
        return next(key for key, page in self._by_key.items() if page is self.currentWidget())

    def show_page(self, key: str) -> None:
        """Bring a page to the front."""
        self.setCurrentWidget(self._page(key))

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

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        for page in self._by_key.values():
            page.set_theme(theme)

    def stop(self) -> None:
        """End what runs for the pages."""
        self._leisure.stop()
        for page in self._by_key.values():
            page.stop()

    def _page(self, key: str) -> "Page":
        if key not in self._by_key:
            getattr(self, key)  # the properties are named by the keys
        return self._by_key[key]

    def _keep(self, key: str, page: _Kept) -> _Kept:
        self._by_key[key] = page
        page.said.connect(self.said)
        self.addWidget(page)
        return page

    def _make_another(self) -> None:
        """Make a page that is not there yet, while the owner looks at another; a lane may be pinned on one."""
        if not self.isVisible():
            return
        missing = [key for key in (SEARCH, DAY, QUERY, SOURCES, SETTINGS) if key not in self._by_key]
        if missing:
            self._page(missing[0])
        if len(missing) < 2:
            self._leisure.stop()

    def _given(self) -> "dict[str, Value]":
        """Return what queries may name: `:day`, and `:selection` of the timeline, or what it shows where none is."""
        start, end = self.timeline.navigator.selection or self.timeline.visible_span()
        moments = (local_time(start), local_time(end))
        return {"day": moments[0].date(), "selection_start": moments[0], "selection_end": moments[1]}


def local_time(at_us: int) -> datetime:
    """Return a time on this computer's clock."""
    return datetime.fromtimestamp(at_us / US_PER_S).astimezone()
