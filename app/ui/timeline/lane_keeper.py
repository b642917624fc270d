"""Which lanes stand on the canvas: those with anything in them, pinned ones, by device where wanted; remembered."""

from PySide6.QtCore import QObject, QSettings

from app.timeline.devices import by_device, devices_by_lane
from app.timeline.lanes import lane_name, lanes_for, recalled
from app.ui.moment.view import MomentView
from app.ui.timeline.canvas import TimelineCanvas
from app.ui.timeline.feed import SheetFeed
from app.ui.timeline.pins import TimelinePins
from storage.store import Store

_KEYS = {False: "timeline/lanes", True: "timeline/lanes_by_device"}
_GROUPED_KEY = "timeline/by_device"
_JOB = "devices"


class LaneKeeper(QObject):
    """For the main thread alone; which devices there are is read on the moment's worker.

    Attributes:
        grouped: whether each device has lanes of its own.
    """

    def __init__(
        self,
        canvas: TimelineCanvas,
        feed: SheetFeed,
        pins: TimelinePins,
        reader: MomentView,
        store: Store,
        memory: QSettings | None,
    ) -> None:
        super().__init__(canvas)
        self._canvas, self._feed, self._pins, self._reader = canvas, feed, pins, reader
        self._store, self._memory = store, memory
        self._layouts = {grouped: memory.value(key) if memory is not None else None for grouped, key in _KEYS.items()}
        self.grouped = memory is not None and memory.value(_GROUPED_KEY, defaultValue=False, type=bool) is True
        self._devices: dict[str, tuple[str, ...]] = {}
        self._asked_for: tuple[str, ...] = ()
        canvas.set_lanes(recalled(lanes_for(()), self._layouts[False]))
        canvas.laid_out.connect(self._keep)
        reader.answers.answered.connect(self._answered)

    def renew(self) -> None:
        """Other lanes may have something now."""
        if self.grouped and self._asked_for != self._feed.present:
            self._ask()
        lanes = self._pins.lanes(self._feed.present)
        if self._by_device:
            lanes = by_device(lanes, self._devices)
        if {lane.name for lane in lanes} != {lane.name for lane in self._canvas.lanes.lanes}:
            self._canvas.set_lanes(recalled(lanes, self._layouts[self._by_device]))

    def toggle_grouping(self) -> None:
        """Give each device lanes of its own, or all devices the same ones again."""
        self.grouped = not self.grouped
        if self._memory is not None:
            self._memory.setValue(_GROUPED_KEY, self.grouped)
        if self.grouped:
            self._ask()
        self.renew()

    def names_to_fetch(self) -> list[str]:
        """Return the lanes to fetch: those shown, and beside speech "voice", by which it is drawn from afar."""
        names = [placed.lane.name for placed in self._canvas.placed()]
        voices = {lane_name("voice", placed.lane.device) for placed in self._canvas.placed()}
        return [*names, *sorted(voices - set(names))]

    @property
    def _by_device(self) -> bool:
        """Whether lanes are those of devices now: it is wanted, and the devices are known."""
        return self.grouped and bool(self._devices)

    def _ask(self) -> None:
        self._asked_for = self._feed.present
        store = self._store
        self._reader.ask(_JOB, lambda: devices_by_lane(store))

    def _answered(self, name: str, answer: object) -> None:
        if name == _JOB and isinstance(answer, dict):
            self._devices = answer
            self.renew()

    def _keep(self) -> None:
        layout = self._canvas.lanes.remembered()
        self._layouts[self._by_device] = layout
        if self._memory is not None:
            self._memory.setValue(_KEYS[self._by_device], layout)
