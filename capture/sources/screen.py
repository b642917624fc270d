"""The screen, as still pictures: taken when something was done or drawn, kept when a display differs from before."""

from dataclasses import dataclass
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from capture.activity import Signal
from capture.area import Area
from capture.screen.changes import Change, ChangeTest
from capture.screen.connect import connect as connect_screen
from capture.screen.cut import covers, excluded_areas, paint_over
from capture.screen.protocol import Display, Pixels, Screen
from capture.screen.schedule import Schedule, Trigger
from capture.screen.stills import StillFormat, encode
from capture.source import Draft, SourceContext
from capture.windows.connect import connect as connect_windows
from capture.windows.protocol import Window, WindowSystem
from storage.events import JsonValue
from storage.topics import SCREEN

_EXCLUDED_CAUSE = "A window that is excluded is in front; it is painted over."
_SMALL_SHARE = 0.005
_INVISIBLE_SHARE = 0.00002

_TRIGGERS = {
    Signal.FOCUS: Trigger.FOCUS,
    Signal.CLICK: Trigger.CLICK,
    Signal.KEY: Trigger.TYPING_PAUSE,
    Signal.SCROLL: Trigger.SCROLL_STOP,
    Signal.CLIPBOARD: Trigger.CLIPBOARD,
}
_BY_ITSELF = (Trigger.CHANGE, Trigger.IDLE)


class DisplayChoice(StrEnum):
    """Which displays are recorded, where there are several."""

    ALL = "all_displays"
    FRONT = "with_the_window_in_front"


class ScreenSettings(BaseModel):
    """What you saw, as pictures, so that you can find it again."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(
        default=True,
        title="Record the screen",
        description="When something changes: another window, a click, a pause in typing",
    )
    displays: DisplayChoice = Field(
        default=DisplayChoice.ALL, title="Displays", description="Which of them, where there are several"
    )
    format: StillFormat = Field(
        default=StillFormat.WEBP, title="Picture format", description="WebP is smaller, JPEG costs less to make"
    )
    quality: int = Field(default=60, ge=10, le=100, title="Picture quality", description="Higher is sharper and larger")
    change_interval_s: float = Field(
        default=2.0,
        ge=0.5,
        le=60,
        title="Seconds between changes",
        description="At most one picture in this time for what changes by itself",
    )
    idle_interval_s: float = Field(
        default=60.0,
        ge=5,
        le=3600,
        title="Seconds between looks when idle",
        description="Looks even if nothing was noticed",
    )


@dataclass(frozen=True, slots=True)
class _Desktop:
    """The windows at one moment: which is in front and where, and what of the excluded ones can be seen."""

    focused: Window | None
    area: Area | None
    front_excluded: bool
    hidden: tuple[Area, ...]


class ScreenSource:
    """Takes pictures of all displays."""

    def __init__(self, settings: ScreenSettings) -> None:
        self._settings = settings
        self._tests: dict[Display, ChangeTest] = {}
        self._signals: dict[Signal, float] = {}

    def run(self, context: SourceContext) -> None:
        """Look when it is time, keep what changed.

        Raises:
            SourceUnavailableError: there is no display, or it went away.
        """
        screen = connect_screen()
        try:
            windows = connect_windows()
            try:
                context.activity.subscribe(context.wake)
                try:
                    self._follow(screen, windows, context)
                finally:
                    context.activity.unsubscribe(context.wake)
            finally:
                windows.close()
        finally:
            screen.close()

    def _follow(self, screen: Screen, windows: WindowSystem, context: SourceContext) -> None:
        schedule = Schedule(self._settings.change_interval_s, self._settings.idle_interval_s)
        self._signals = context.activity.signals()
        schedule.note(Trigger.START, context.clock.monotonic_s())
        while not context.over():
            now_s = context.clock.monotonic_s()
            trigger = schedule.due(now_s)
            if trigger is not None:
                screen.settle()
                schedule.looked(now_s, small=self._look(trigger, screen, windows, context) < _SMALL_SHARE)
                if screen.poll_s is None:
                    # What came with the answers has been taken from the descriptor: waiting on it would miss that.
                    self._note(schedule, screen, context)
                continue
            wait_s = schedule.wait_s(now_s)
            context.wake.wait(wait_s if screen.poll_s is None else min(wait_s, screen.poll_s), *screen.descriptors)
            self._note(schedule, screen, context)

    def _note(self, schedule: Schedule, screen: Screen, context: SourceContext) -> None:
        signals = context.activity.signals()
        for signal, at_s in signals.items():
            if self._signals.get(signal) != at_s:
                schedule.note(_TRIGGERS[signal], at_s)
        self._signals = signals
        told = screen.told()
        if told.layout:
            schedule.note(Trigger.DISPLAY, context.clock.monotonic_s())
        if told.drawn:
            schedule.note(Trigger.CHANGE, context.clock.monotonic_s())

    def _look(self, trigger: Trigger, screen: Screen, windows: WindowSystem, context: SourceContext) -> float:
        """Look at every display; return the largest share that changed."""
        desktop = _see(windows, context)
        displays = self._chosen(screen.displays(), desktop)
        self._tests = {display: self._tests.get(display, ChangeTest()) for display in displays}
        if desktop.front_excluded:
            context.excluded(_EXCLUDED_CAUSE)
        else:
            context.recording("1 display" if len(displays) == 1 else f"{len(displays)} displays")
        return max((self._look_at(each, trigger, desktop, screen, windows, context) for each in displays), default=0.0)

    def _chosen(self, displays: tuple[Display, ...], desktop: _Desktop) -> tuple[Display, ...]:
        """Return the displays to look at; where no window is in front, that is all of them."""
        area = desktop.area
        if self._settings.displays is DisplayChoice.ALL or area is None or not displays:
            return displays
        return (max(displays, key=lambda display: _shared_px(display.area, area)),)

    def _look_at(
        self,
        display: Display,
        trigger: Trigger,
        desktop: _Desktop,
        screen: Screen,
        windows: WindowSystem,
        context: SourceContext,
    ) -> float:
        at_us = context.clock.now_us()
        pixels = screen.grab(display)
        cut = paint_over(pixels, display, desktop.hidden)
        if covers(cut, pixels):
            return 0.0
        test = self._tests[display]
        change = test.compare(pixels)
        if not _worth_keeping(change, trigger):
            return change.share
        # A window may have come or moved between the first question and the picture: what either saw is painted over.
        after = _see(windows, context)
        if after.hidden != desktop.hidden:
            cut = tuple(dict.fromkeys(cut + paint_over(pixels, display, after.hidden)))
        content = encode(pixels, self._settings.format, self._settings.quality)
        data = _described(display, pixels, trigger, change, cut)
        if desktop.focused is not None and not desktop.front_excluded and not after.front_excluded:
            data |= {"app": desktop.focused.app, "title": desktop.focused.title}
        context.keep(Draft(SCREEN, at_us, at_us, data=data, content=content, kind=self._settings.format.mime))
        test.keep(pixels)
        return change.share


def _see(windows: WindowSystem, context: SourceContext) -> _Desktop:
    rules = context.gate.rules
    focused, visible = windows.focused(), windows.visible()
    return _Desktop(
        focused=focused,
        area=next((each.area for each in visible if focused is not None and each.id == focused.id), None),
        front_excluded=focused is not None and rules.excludes(focused.names, focused.title),
        hidden=excluded_areas(visible, rules),
    )


def _shared_px(one: Area, other: Area) -> int:
    shared = one.intersection(other)
    return 0 if shared is None else shared.width * shared.height


def _worth_keeping(change: Change, trigger: Trigger) -> bool:
    if change.same:
        return False
    if trigger in _BY_ITSELF:  # a blinking cursor comes back to a picture that is kept already
        return change.share > _INVISIBLE_SHARE and not (change.seen and change.share < _SMALL_SHARE)
    return True


def _described(
    display: Display, pixels: Pixels, trigger: Trigger, change: Change, cut: tuple[Area, ...]
) -> dict[str, JsonValue]:
    data: dict[str, JsonValue] = {
        "display": display.index,
        "x": display.area.x,
        "y": display.area.y,
        "width": pixels.shape[1],
        "height": pixels.shape[0],
        "trigger": trigger.value,
        "changed": round(change.share, 5),
    }
    if cut:
        data["cut"] = [[area.x, area.y, area.width, area.height] for area in cut]
    return data
