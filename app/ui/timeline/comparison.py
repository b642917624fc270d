"""A second strip of lanes below the first, showing another day or week at the same zoom; both move together."""

from datetime import date, timedelta

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.timeline.lanes import LaneLayout
from app.timeline.viewport import view_of
from app.timeline.zone import Zone, from_wall, wall_datetime
from app.ui.day_button import DayButton
from app.ui.icons import icon
from app.ui.theme import Theme
from app.ui.timeline.canvas import TimelineCanvas
from app.ui.timeline.feed import SheetFeed
from app.ui.timeline.gestures import Gestures
from app.ui.timeline.ink import Ink
from app.ui.timeline.navigator import Navigator
from app.ui.timeline.painters.scene import Pictures
from app.ui.widgets.labels import label
from storage.store import Store

DAY, WEEK = 1, 7
_HEIGHT_PX = 260


class Comparison(QWidget):
    """Another day below; hidden until `compare`. Main thread only; call `stop` before it goes.

    Signals:
        picked(time_us): the owner clicked on a moment of the other day.
        closed(): the owner wants no comparison any more.
    """

    picked = Signal(object)
    closed = Signal()

    def __init__(
        self, navigator: Navigator, store: Store, pictures: Pictures, zone: Zone, theme: Theme, font_of: QWidget
    ) -> None:
        """Make it empty; `navigator` is that of the lanes above, `font_of` a widget with the font to draw in."""
        super().__init__()
        self._above, self._store, self._zone = navigator, store, zone
        self._days_back = DAY
        self._linking = False
        self.navigator = Navigator(navigator.playhead_us, self)
        self.feed: SheetFeed | None = None
        self._pictures, self._font_of = pictures, font_of
        self.canvas: TimelineCanvas | None = None
        self._head = label("", "dim", self)
        self.day = DayButton(theme, self)
        self.day.chosen.connect(self._choose)
        self.day_before = self._button(self.tr("Day before"), DAY)
        self.week_before = self._button(self.tr("Week before"), WEEK)
        self.close_button = QPushButton(self)
        self.close_button.setToolTip(self.tr("End the comparison"))
        self.close_button.setAccessibleName(self.tr("End the comparison"))
        self.close_button.setIconSize(QSize(14, 14))
        self.close_button.clicked.connect(self.closed)
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(0)
        self._look.timeout.connect(self._feed_view)
        self._theme = theme
        self._lay_out()
        self.set_theme(theme)
        self._link()
        self.hide()

    @property
    def days_back(self) -> int:
        """How many days before the lanes above these are."""
        return self._days_back

    def compare(self, lanes: LaneLayout, days_back: int = DAY) -> None:
        """Show the lanes so many days before those above (negative: after)."""
        self._days_back = days_back
        if self.canvas is None:
            self._begin()
        if self.canvas is not None:
            self.canvas.set_lanes(lanes)
        self._linking = True  # until these lanes have their place, they have nowhere to lead to
        self.show()
        self._linking = False
        self._follow()

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self.close_button.setIcon(icon("close", theme.text, None, 14))
        self.day.set_theme(theme)
        if self.canvas is not None:
            self.canvas.set_ink(Ink(theme, self._font_of.font()))

    def renew(self) -> None:
        """There is new data, or less."""
        if self.feed is not None and self.isVisible():
            self.feed.renew()

    def reload(self) -> None:
        """Something was deleted: forget what is at hand."""
        if self.feed is not None:
            self.feed.reload()

    def idle(self) -> bool:
        """Tell whether nothing is on its way."""
        return not self._look.isActive() and (self.feed is None or self.feed.idle())

    def stop(self) -> None:
        """End the worker, if there is one."""
        if self.feed is not None:
            self.feed.stop()

    def _begin(self) -> None:
        """Make what reads and draws; most owners never compare, and a worker of its own costs memory."""
        feed = self.feed = SheetFeed(self._store, self)
        ink = Ink(self._theme, self._font_of.font())
        canvas = self.canvas = TimelineCanvas(self.navigator, feed.cache, self._pictures, self._zone, ink)
        canvas.setAccessibleName(self.tr("The other day"))
        canvas.setMinimumHeight(120)
        Gestures(canvas).picked.connect(self.picked)
        feed.arrived.connect(canvas.renew_soon)
        feed.known.connect(lambda: canvas.set_extent(feed.extent))
        if isinstance(self._pictures, QObject):
            self._pictures.arrived.connect(canvas.renew_soon)  # type: ignore[attr-defined]
        column = self.layout()
        if column is not None:
            column.addWidget(canvas)
        feed.begin()

    def _link(self) -> None:
        self._above.view_moved.connect(self._follow)
        self._above.playhead_moved.connect(self._follow)
        self.navigator.view_moved.connect(self._lead)

    def _follow(self) -> None:
        """Show what the lanes above show, the other day: by the wall clock, whatever the zone did in between."""
        if self.canvas is None or not self.isVisible() or self._linking:
            return
        view, back = self._above.viewport, timedelta(days=self._days_back)
        start_us = from_wall(self._zone, wall_datetime(self._zone, view.start_us) - back)
        self._linking = True
        self.navigator.show(view_of(start_us, start_us + view.span_us, view.width_px))
        self.navigator.place_playhead(from_wall(self._zone, wall_datetime(self._zone, self._above.playhead_us) - back))
        self._linking = False
        self._tell()
        self._look.start()

    def _lead(self) -> None:
        """The owner moved these lanes: those above follow."""
        if self._linking or not self.isVisible():
            return
        view = self.navigator.viewport
        there = wall_datetime(self._zone, view.start_us) + timedelta(days=self._days_back)
        start_us = from_wall(self._zone, there)
        self._linking = True
        self._above.show(view_of(start_us, start_us + view.span_us, view.width_px))
        self._linking = False
        self._tell()
        self._look.start()

    def _tell(self) -> None:
        view = self.navigator.viewport
        self.day.show_day(wall_datetime(self._zone, view.start_us + view.span_us // 2).date())
        words = self.tr("%Ln day(s) before", None, abs(self._days_back))
        later = self.tr("%Ln day(s) after", None, abs(self._days_back))
        self._head.setText(words if self._days_back > 0 else later)

    def _choose(self, day: date) -> None:
        view = self._above.viewport
        above = wall_datetime(self._zone, view.start_us + view.span_us // 2).date()
        if day != above:
            self._days_back = (above - day).days
            self._follow()

    def _feed_view(self) -> None:
        if self.feed is not None and self.canvas is not None:
            names = [placed.lane.name for placed in self.canvas.placed()]
            self.feed.show(self.navigator.viewport, names if "voice" in names else [*names, "voice"])

    def _button(self, words: str, days: int) -> QPushButton:
        button = QPushButton(words, self)
        button.clicked.connect(lambda: self._go_back(days))
        return button

    def _go_back(self, days: int) -> None:
        self._days_back = days
        self._follow()

    def _lay_out(self) -> None:
        self.setObjectName("bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumHeight(_HEIGHT_PX)
        row = QHBoxLayout()
        row.setContentsMargins(14, 5, 14, 5)
        row.setSpacing(8)
        row.addWidget(self.day)
        row.addWidget(self._head)
        row.addStretch(1)
        for button in (self.day_before, self.week_before, self.close_button):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
