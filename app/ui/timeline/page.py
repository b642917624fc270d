"""The timeline page: the moment above, the lanes and the minimap below, and what keys and new data do to them."""

import time

from PySide6.QtCore import QPointF, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app.timeline.lanes import HEAD_WIDTH_PX
from app.timeline.moment import CAMERA_DISPLAY, Moment
from app.timeline.opening import START_SPAN_US, opening_of
from app.timeline.soundtrack import Soundtrack
from app.timeline.viewport import view_of
from app.timeline.zone import SECOND_US, SystemZone, Zone, from_wall, wall_datetime
from app.ui.moment.speaker import Speaker
from app.ui.moment.view import MomentView
from app.ui.notes.editor import NoteEditor
from app.ui.notes.notebook import Notebook
from app.ui.theme import Theme
from app.ui.timeline.canvas import TimelineCanvas
from app.ui.timeline.comparison import Comparison
from app.ui.timeline.copying import SpanCopy
from app.ui.timeline.feed import SheetFeed
from app.ui.timeline.gestures import Gestures
from app.ui.timeline.goto_dialog import GotoDialog
from app.ui.timeline.halves import Halves
from app.ui.timeline.heads import HeadGestures
from app.ui.timeline.ink import Ink
from app.ui.timeline.keys import bind_keys, described
from app.ui.timeline.lane_keeper import LaneKeeper
from app.ui.timeline.map import Minimap
from app.ui.timeline.marking import Marking
from app.ui.timeline.menu import span_menu
from app.ui.timeline.navigator import Navigator
from app.ui.timeline.pins import TimelinePins
from app.ui.timeline.selection_bar import SelectionBar
from app.ui.timeline.shortcuts_dialog import ShortcutsDialog
from app.ui.timeline.span_actions import SpanVerbs, span_actions
from app.ui.timeline.stepping import Stepper
from app.ui.timeline.thumbnails import Thumbnails
from app.ui.timeline.wording import said
from storage.clock import Clock
from storage.media import MediaStore
from storage.store import Store

_MOMENT_LATER_MS = 300
NOTHING_YET = (
    "Nothing recorded yet",
    "What you see, hear and do will appear here as it is recorded.",
)
NOTHING_HERE = (
    "Nothing recorded in this span",
    "Press Home to see everything, T to go to now.",
)


class TimelinePage(QWidget):
    """Everything between a lifetime and a millisecond. Main thread only; call `stop` before it goes.

    Signals:
        momentChanged(time_us): the playhead stands at another moment.
        viewChanged(start_us, end_us): another span is visible.
        searchRequested(text): the owner wants to search for something selected here.
        exportRequested(start_us, end_us): the owner wants to write a span to files.
        reprocessRequested(start_us, end_us): the owner wants a span to be understood once more.
        said(text): something was done, in words.
        forgetRequested(start_us, end_us): the owner wants to delete a span; nobody has been asked yet.
    """

    momentChanged = Signal(object)  # noqa: N815
    viewChanged = Signal(object, object)  # noqa: N815
    searchRequested = Signal(str)  # noqa: N815
    forgetRequested = Signal(object, object)  # noqa: N815
    exportRequested = Signal(object, object)  # noqa: N815
    reprocessRequested = Signal(object, object)  # noqa: N815
    said = Signal(str)

    def __init__(
        self,
        store: Store,
        media: MediaStore,
        notebook: Notebook,
        theme: Theme,
        clock: Clock,
        parent: QWidget | None = None,
        *,
        zone: Zone | None = None,
        memory: QSettings | None = None,
    ) -> None:
        """Make the page; `zone` is this computer's unless given, `memory` keeps the lanes' layout between runs."""
        super().__init__(parent)
        self.setObjectName("page")
        self._store, self._clock, self._zone = store, clock, zone or SystemZone()
        self._now_us = clock.now_us()
        self._placed = False
        ink = Ink(theme, self.font())
        self.navigator = Navigator(self._now_us, self)
        self.feed = SheetFeed(store, self)
        self.thumbnails = Thumbnails(media, parent=self)
        self.canvas = TimelineCanvas(self.navigator, self.feed.cache, self.thumbnails, self._zone, ink)
        self.comparison = Comparison(self.navigator, store, self.thumbnails, self._zone, theme, self)
        self.minimap = Minimap(self.navigator, self.feed, self._zone, ink)
        self.moment = MomentView(store, media, theme, self._zone)
        self.gestures = Gestures(self.canvas)
        self.heads = HeadGestures(self.canvas)
        self.pins = TimelinePins(self.canvas, self.feed, self.heads)
        self.editor = NoteEditor(self)
        self.marking = Marking(self.canvas, self.editor, notebook, store)
        notebook.changed.connect(self._marks_changed)
        self.stepper = Stepper(self.navigator, self.moment, store, Speaker(Soundtrack(store, media)))
        self.span_actions = span_actions(self._span_verbs())
        self.selection_bar = SelectionBar(self.navigator, self.span_actions, theme)
        self.moment.transport.add(self.selection_bar)
        self.lane_keeper = LaneKeeper(self.canvas, self.feed, self.pins, self.moment, store, memory)
        self.heads.grouping = (lambda: self.lane_keeper.grouped, self.lane_keeper.toggle_grouping)
        self.canvas.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._halves = Halves(self.moment, self.canvas, self.comparison, self.minimap)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._halves)
        self._connect()
        bind_keys(self)
        self.feed.begin()

    def go_to(self, time_us: int, span_us: int | None = None) -> None:
        """Show a moment, in a view of a length where one is given."""
        self._placed = True
        self.navigator.go_to(time_us, span_us)

    def stand(self, span_us: tuple[int, int], playhead_us: int) -> None:
        """Show a span with the playhead at a moment, as another page did."""
        self._placed = True
        self.navigator.show(view_of(*span_us, self.navigator.viewport.width_px))
        self.navigator.place_playhead(playhead_us)

    def go_to_now(self) -> None:
        """Show the newest moment and follow it."""
        self._now_us = self._clock.now_us()
        span = min(self.navigator.viewport.span_us, START_SPAN_US)
        end_us = self._now_us + span // 25
        self.navigator.show(view_of(end_us - span, end_us, self.navigator.viewport.width_px))
        self.navigator.place_playhead(self._now_us, live=True)

    def fit_everything(self) -> None:
        """Show all there is."""
        if self.feed.extent is not None:
            self.navigator.fit(*self.feed.extent)

    def fit_selection(self) -> None:
        """Show the selected span over the whole width; the whole of the minimap's when nothing is selected."""
        span = self.navigator.selection or (self.minimap.span.start_us, self.minimap.span.end_us)
        self.navigator.fit(*span)

    def forget_selection(self) -> None:
        """Ask for the preview of what would go with the selected span, where there is one."""
        if self.navigator.selection is not None:
            self.forgetRequested.emit(*self.navigator.selection)

    def ask_where_to(self) -> None:
        """Ask for a date or time, and go there."""
        dialog = GotoDialog(wall_datetime(self._zone, self._clock.now_us()), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(lambda there: self.go_to(from_wall(self._zone, there.wall), there.span_us))
        dialog.open()

    def toggle_comparison(self) -> None:
        """Show the day before below the lanes, or no longer."""
        compared = self.comparison.isVisible()
        self.moment.setVisible(compared)  # two days need the room
        if compared:
            self.comparison.hide()
        else:
            self.comparison.compare(self.canvas.lanes)
        self.canvas.setFocus()

    def show_shortcuts(self) -> None:
        """Show what keys and pointer do."""
        dialog = ShortcutsDialog(described(self), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def menu_at(self, at: QPointF) -> QMenu:
        """Return the context menu for a point of the canvas."""
        span, lane = self.navigator.selection, self.canvas.lane_at(at.y())
        inside = span is not None and span[0] <= self.canvas.time_at(at.x()) < span[1]
        lanes = self.heads.menu(lane.name if lane is not None else None)
        if at.x() < HEAD_WIDTH_PX:
            return lanes
        if span is None or not inside:
            return self.marking.menu(at, lanes)
        return span_menu(self.canvas, span, self.span_actions)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802
        at = self.canvas.mapFromGlobal(QPointF(event.globalPos()))
        if self.canvas.rect().contains(at.toPoint()):
            menu = self.menu_at(at)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(event.globalPos())

    def _span_verbs(self) -> SpanVerbs:
        return SpanVerbs(
            fit=self.navigator.fit,
            play=self.stepper.play_span,
            note=lambda *span: self.marking.note(span),
            tag=lambda *span: self.marking.tag(span),
            search=self._search_inside,
            copy_text=SpanCopy(self.moment, self._store, self._zone).copy,
            export=self.exportRequested.emit,
            again=self.reprocessRequested.emit,
            forget=self.forgetRequested.emit,
        )

    def _moment_again(self) -> None:
        """Ask for the picture and the speech of this moment once more."""
        frame, time_us = self.moment.moment.frame, self.navigator.playhead_us
        self.reprocessRequested.emit(time_us if frame is None else min(frame.start_us, time_us), time_us + 1)

    def _search_inside(self, start_us: int, end_us: int) -> None:
        """Ask for everything in a span, as the owner would type it: to the second, none of it lost."""
        first = wall_datetime(self._zone, start_us)
        last = wall_datetime(self._zone, end_us + SECOND_US - 1)
        self.searchRequested.emit(f"after:{first:%Y-%m-%dT%H:%M:%S} before:{last:%Y-%m-%dT%H:%M:%S} ")

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        ink = Ink(theme, self.font())
        self.canvas.set_ink(ink)
        self.minimap.set_ink(ink)
        self.moment.set_theme(theme)
        self.selection_bar.set_theme(theme)
        self.comparison.set_theme(theme)

    def refresh(self) -> None:
        """There is new data: follow it where the view shows the newest moment."""
        before_us, self._now_us = self._now_us, self._clock.now_us()
        self.canvas.set_now(self._now_us)
        self.navigator.follow(before_us, self._now_us)
        self.feed.follow(time.monotonic())
        self.minimap.renew()
        self.comparison.renew()
        if not self.navigator.playhead_live:
            self._moment_later.start()

    def reload(self) -> None:
        """Something was deleted: forget every picture and tile at hand, and show what is left."""
        self.thumbnails.clear()
        self.feed.reload()
        self.minimap.reload()
        self.comparison.reload()
        self.canvas.renew()
        self.moment.reload()

    def visible_span(self) -> tuple[int, int]:
        """Return first microsecond in view, and the one after the last."""
        return self.navigator.viewport.start_us, self.navigator.viewport.end_us

    def idle(self) -> bool:
        """Tell whether nothing is on its way to the screen."""
        parts = (self.feed, self.moment, self.thumbnails, self.marking, self.comparison)
        waits = self._look.isActive() or self._moment_later.isActive()
        return not waits and all(part.idle() for part in parts)

    def stop(self) -> None:
        """End the threads; the page shows nothing new any more."""
        self._moment_later.stop()
        self.stepper.stop()
        self.marking.stop()
        self.comparison.stop()
        self.feed.stop()
        self.moment.stop()
        self.thumbnails.stop()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self.canvas.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._halves.divide()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self.stepper.pause()

    def _connect(self) -> None:
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(0)
        self._look.timeout.connect(self._feed_view)
        self._moment_later = QTimer(self)  # not while the lanes are read: two readers at once would cost a frame
        self._moment_later.setSingleShot(True)
        self._moment_later.setInterval(_MOMENT_LATER_MS)
        self._moment_later.timeout.connect(self.moment.renew)
        self.navigator.view_moved.connect(self._view_moved)
        self.navigator.playhead_moved.connect(self._playhead_moved)
        self.feed.arrived.connect(self._arrived)
        self.feed.known.connect(self._learned)
        self.pins.changed.connect(self.lane_keeper.renew)
        self.feed.failed.connect(lambda text: self.canvas.say((self.tr("The recordings cannot be read"), text)))
        self.thumbnails.arrived.connect(self.canvas.renew_soon)
        self.comparison.picked.connect(self.go_to)
        self.comparison.closed.connect(self.toggle_comparison)
        self.gestures.picked.connect(self.navigator.place_playhead)
        self.gestures.mark_opened.connect(self.marking.open)
        self.moment.inspector.again_clicked.connect(self._moment_again)
        self.moment.inspector.mark_clicked.connect(self.marking.edit)
        self.moment.place_named.connect(self.marking.name_place)
        self.marking.said.connect(self.said)
        self.moment.shown.connect(self._moment_shown)
        self.moment.picture.search_wanted.connect(self.searchRequested)
        self.canvas.laid_out.connect(self._laid_out)
        self._look.start()

    def _marks_changed(self) -> None:
        """A note came or went: the lane may be new, and the moment shows it."""
        self.feed.look_again()
        self.moment.renew()

    def _moment_shown(self, moment: Moment) -> None:
        screens = sum(1 for display in moment.displays if display != CAMERA_DISPLAY)
        if screens > 1:
            self.canvas.set_subtitle("screen", self.tr("%Ln display(s)", None, screens))

    def _view_moved(self) -> None:
        self._look.start()
        self.viewChanged.emit(*self.visible_span())

    def _feed_view(self) -> None:
        self.feed.show(self.navigator.viewport, self.lane_keeper.names_to_fetch())
        self._say_if_empty()

    def _playhead_moved(self) -> None:
        self.moment.show_moment(self.navigator.playhead_us)
        self.momentChanged.emit(self.navigator.playhead_us)

    def _arrived(self) -> None:
        self.canvas.renew_soon()
        self._say_if_empty()

    def _learned(self) -> None:
        """Extent or lanes became known: show the newest of what there is, once."""
        self.canvas.set_extent(self.feed.extent)
        self.lane_keeper.renew()
        if not self._placed and self.feed.extent is not None:
            self._placed = True
            opening = opening_of(self.navigator.viewport, self.feed.extent, self._now_us)
            self.navigator.show(opening.view)
            self.navigator.place_playhead(opening.playhead_us, live=opening.live)
            self.moment.show_moment(opening.playhead_us)
        self._look.start()

    def _say_if_empty(self) -> None:
        if not self.feed.is_known:
            self.canvas.say(None)
        elif self.feed.extent is None:
            self.canvas.say(self._words(NOTHING_YET))
            self.moment.picture.show_message(*self._words(NOTHING_YET))
        else:
            lanes = [placed.lane.name for placed in self.canvas.placed()]
            self.canvas.say(
                self._words(NOTHING_HERE) if self.feed.cache.is_empty(self.navigator.viewport, lanes) else None
            )

    def _words(self, message: tuple[str, str]) -> tuple[str, str]:
        return said(message[0]), said(message[1])

    def _laid_out(self) -> None:
        self._halves.divide()
        self._look.start()
