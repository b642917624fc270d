"""The pinned answers on the timeline: their lanes among the others, and what their menus offer."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal

from app.timeline.lanes import Lane, lanes_for
from app.timeline.pinned import PinnedLane, lanes_with
from app.ui.timeline.canvas import TimelineCanvas
from app.ui.timeline.feed import SheetFeed
from app.ui.timeline.heads import HeadGestures

translate = QCoreApplication.translate


class TimelinePins(QObject):
    """For the main thread. Knows no query; whoever asks them calls `show`.

    Signals:
        changed(): there are other lanes.
        removeWanted(title): the owner wants a lane gone.
        renewWanted(): the owner wants to see what is there now.
    """

    changed = Signal()
    removeWanted = Signal(str)  # noqa: N815
    renewWanted = Signal()  # noqa: N815

    def __init__(self, canvas: TimelineCanvas, feed: SheetFeed, heads: HeadGestures) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._feed = feed
        self._shown: tuple[PinnedLane, ...] = ()
        heads.verbs_for = self._verbs

    def lanes(self, present: Sequence[str]) -> tuple[Lane, ...]:
        """Return the lanes worth showing, with the pinned ones."""
        return lanes_with(lanes_for(present), self._shown)

    def show(self, pinned: tuple[PinnedLane, ...]) -> None:
        """Show these and no others."""
        before = {each.lane.name: each.lane.kind for each in self._shown}
        self._shown = pinned
        self._feed.show_pinned({each.lane.name: each.rows for each in pinned})
        if before != {each.lane.name: each.lane.kind for each in pinned}:
            self.changed.emit()
        for each in pinned:
            self._canvas.set_subtitle(each.lane.name, each.lane.subtitle)

    def _verbs(self, name: str) -> list[tuple[str, Callable[[], None]]]:
        for each in self._shown:
            if each.lane.name == name:
                remove = translate("timeline", "Take “{0}” off the timeline").format(each.title)
                return [
                    (translate("timeline", "Ask anew"), self.renewWanted.emit),
                    (remove, partial(self.removeWanted.emit, each.title)),
                ]
        return []
