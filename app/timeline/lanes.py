"""The lanes of the timeline: which kinds there are, in which order and height, and what lies under a pixel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.timeline.plugin_lanes import plugin_lanes
from storage.topics import builtin_topics

HEAD_WIDTH_PX = 150
MIN_HEIGHT_PX = 22
MAX_HEIGHT_PX = 320


_BETWEEN = "\x1f"


def lane_name(lane: str, device: str) -> str:
    """Return what the lane of one device is called; of no device ("") it is the lane itself."""
    return f"{lane}{_BETWEEN}{device}" if device else lane


def parted(name: str) -> tuple[str, str]:
    """Return the store's lane and the device ("" for all) behind a name that `lane_name` gave."""
    lane, _, device = name.partition(_BETWEEN)
    return lane, device


class LaneKind(StrEnum):
    """How a lane is drawn."""

    FILMSTRIP = "filmstrip"
    SPANS = "spans"
    SPEECH = "speech"
    HEAT = "heat"
    STILLS = "stills"
    BARS = "bars"
    MARKS = "marks"
    PLACES = "places"
    NUMBERS = "numbers"
    COVERAGE = "coverage"


@dataclass(frozen=True, slots=True)
class Lane:
    """One lane: its name, what people call it, how it is drawn, how high, and whose it is ("": of all devices)."""

    name: str
    title: str
    subtitle: str
    kind: LaneKind
    height_px: int
    device: str = ""

    @property
    def source(self) -> str:
        """The lane's name in the store."""
        return parted(self.name)[0]


LANES: tuple[Lane, ...] = (
    Lane("screen", "Screen", "thumbnails", LaneKind.FILMSTRIP, 74),
    Lane("applications", "Applications", "window titles", LaneKind.SPANS, 54),
    Lane("sessions", "Sessions", "", LaneKind.BARS, 34),
    Lane("speech", "Speech", "microphone", LaneKind.SPEECH, 62),
    Lane("input", "Input", "keys and pointer", LaneKind.HEAT, 42),
    Lane("voice", "Voice", "when somebody spoke", LaneKind.BARS, 34),
    Lane("camera", "Camera", "", LaneKind.STILLS, 40),
    Lane("presence", "Presence", "", LaneKind.BARS, 34),
    Lane("objects", "Objects", "", LaneKind.BARS, 34),
    Lane("screen_text", "Screen text", "recognised", LaneKind.BARS, 34),
    Lane("web", "Web", "", LaneKind.BARS, 34),
    Lane("clipboard", "Clipboard", "", LaneKind.BARS, 34),
    Lane("notes", "Notes · Calendar", "", LaneKind.MARKS, 34),
    Lane("places", "Places", "", LaneKind.PLACES, 34),
    Lane("heart_rate", "Heart rate", "watch", LaneKind.NUMBERS, 42),
    Lane("coverage", "Coverage", "", LaneKind.COVERAGE, 34),
)
AT_FIRST_HIDDEN = frozenset({"screen_text", "voice", "objects"})
"""Derived lanes that repeat what others show; the owner can show them."""

CORE_LANES = frozenset({"screen", "applications", "speech", "input", "coverage"})


def lanes_for(present: Sequence[str]) -> tuple[Lane, ...]:
    """Return the lanes worth showing: the core ones, and those of `present` that are known or can be guessed."""
    known = {lane.name: lane for lane in LANES}
    chosen = [lane for lane in LANES if lane.name in CORE_LANES or lane.name in present]
    extra = [_guessed(name) for name in sorted(set(present) - known.keys())]
    return (*chosen[:-1], *extra, chosen[-1])


def _guessed(name: str) -> Lane:
    """A lane of a topic that nobody drew one for: a line where its events have a value and no name, else bars."""
    told = plugin_lanes().get(name)
    if told is not None:
        return Lane(name, told.title, told.subtitle, LaneKind(told.kind), told.height_px)
    measured = any(topic.value and topic.label is None for topic in builtin_topics().values() if topic.lane == name)
    title = name.replace("_", " ").capitalize()
    return Lane(name, title, "", LaneKind.NUMBERS if measured else LaneKind.BARS, 42 if measured else 34)


@dataclass(frozen=True, slots=True)
class Placed:
    """A lane and the pixels it takes: `[top_px, top_px + lane.height_px)`."""

    lane: Lane
    top_px: int

    @property
    def bottom_px(self) -> int:
        """First pixel below it."""
        return self.top_px + self.lane.height_px


@dataclass(frozen=True, slots=True)
class LaneLayout:
    """Which lanes are shown in which order and height; what was chosen is kept by name, so that new lanes fit in.

    Attributes:
        lanes: all lanes, in order.
        hidden: names of those not shown.
        heights: heights in pixels that differ from the lane's own.
        pinned: names of those that stand at the top and stay there while the others are scrolled.
    """

    lanes: tuple[Lane, ...]
    hidden: frozenset[str] = frozenset()
    heights: Mapping[str, int] = field(default_factory=dict)
    pinned: frozenset[str] = frozenset()

    def placed(self, top_px: int = 0, scroll_px: int = 0) -> list[Placed]:
        """Return the shown lanes from `top_px` down, pinned ones first; all others are scrolled up by `scroll_px`."""
        found = []
        for lane in sorted(self.lanes, key=lambda each: each.name not in self.pinned):
            if lane.name in self.hidden:
                continue
            fitted = replace(lane, height_px=self.heights.get(lane.name, lane.height_px))
            found.append(Placed(fitted, top_px - (0 if lane.name in self.pinned else scroll_px)))
            top_px += fitted.height_px
        return found

    @property
    def pinned_px(self) -> int:
        """Height of the pinned lanes together."""
        return sum(each.lane.height_px for each in self.placed() if each.lane.name in self.pinned)

    @property
    def height_px(self) -> int:
        """Height of all shown lanes together."""
        placed = self.placed()
        return placed[-1].bottom_px if placed else 0

    def at(self, y_px: float) -> Placed | None:
        """Return the lane under a pixel row, None below the last."""
        return next((each for each in self.placed() if each.top_px <= y_px < each.bottom_px), None)

    def moved(self, name: str, index: int) -> "LaneLayout":
        """Return the layout with a lane put before the one now at `index` among the shown."""
        shown = [each.lane.name for each in self.placed()]
        order = [lane for lane in self.lanes if lane.name != name]
        moving = next(lane for lane in self.lanes if lane.name == name)
        before = next((other for other in shown[index:] if other != name), None)
        place = len(order) if before is None else [lane.name for lane in order].index(before)
        return replace(self, lanes=(*order[:place], moving, *order[place:]))

    def resized(self, name: str, height_px: int) -> "LaneLayout":
        """Return the layout with a lane of another height, held within limits."""
        held = max(MIN_HEIGHT_PX, min(MAX_HEIGHT_PX, height_px))
        return replace(self, heights={**self.heights, name: held})

    def toggled(self, name: str) -> "LaneLayout":
        """Return the layout with a lane hidden, or shown again."""
        return replace(self, hidden=self.hidden ^ {name})

    def pin_toggled(self, name: str) -> "LaneLayout":
        """Return the layout with a lane pinned to the top, or no longer."""
        return replace(self, pinned=self.pinned ^ {name})

    def with_lanes(self, lanes: Sequence[Lane]) -> "LaneLayout":
        """Return the layout for another set of lanes: known ones keep their place, new ones stand where they come."""
        fresh = {lane.name: lane for lane in lanes}
        kept = [lane.name for lane in self.lanes if lane.name in fresh]
        order = list(kept)
        for index, lane in enumerate(lanes):
            if lane.name not in order:
                after = next((lanes[i].name for i in range(index - 1, -1, -1) if lanes[i].name in order), None)
                order.insert(0 if after is None else order.index(after) + 1, lane.name)
        return replace(self, lanes=tuple(fresh[name] for name in order))

    def remembered(self) -> dict[str, object]:
        """Return what the owner chose, as JSON can keep it; see `recalled`."""
        order = [lane.name for lane in self.lanes]
        hidden, pinned = sorted(self.hidden), sorted(self.pinned)
        return {"order": order, "hidden": hidden, "heights": dict(self.heights), "pinned": pinned}


def recalled(lanes: Sequence[Lane], memory: object) -> LaneLayout:
    """Return a layout of `lanes` with what `remembered` gave; whatever does not fit is left out."""
    derived = {lane.name for lane in lanes if lane.source in AT_FIRST_HIDDEN}
    fresh = LaneLayout(tuple(lanes), AT_FIRST_HIDDEN | derived)
    if not isinstance(memory, dict):
        return fresh
    names = {lane.name: lane for lane in lanes}
    order, hidden, heights = memory.get("order"), memory.get("hidden"), memory.get("heights")
    if isinstance(order, list):
        kept = tuple(names[name] for name in dict.fromkeys(order) if isinstance(name, str) and name in names)
        fresh = replace(fresh, lanes=kept).with_lanes(lanes)
    if isinstance(hidden, list) and all(isinstance(name, str) for name in hidden):
        fresh = replace(fresh, hidden=frozenset(hidden))
    if isinstance(pinned := memory.get("pinned"), list) and all(isinstance(name, str) for name in pinned):
        fresh = replace(fresh, pinned=frozenset(pinned))
    for name, height in heights.items() if isinstance(heights, dict) else ():
        if name in names and isinstance(height, int):
            fresh = fresh.resized(name, height)
    return fresh
