"""Keyboard and pointer activity, counted by the second, and the times when nobody was there."""

from pydantic import BaseModel, ConfigDict, Field

from capture.activity import Signal
from capture.health import SourceUnavailableError
from capture.input.counts import Click, Counter, Counts
from capture.input.idle import IdleClock, open_idle_clock
from capture.input.listen import listening
from capture.source import Draft, SourceContext
from storage.events import Event, JsonValue
from storage.topics import INPUT_ACTIVITY, INPUT_IDLE

_BATCH_S = 1.0
_LOOK_S = 15.0
_EXCLUDED_CAUSE = "A window that is excluded is in front."


class InputSettings(BaseModel):
    """Keyboard and pointer, counted; which keys were pressed is never recorded."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(
        default=True, title="Record activity", description="How many keys and clicks, never which keys"
    )
    positions: bool = Field(default=True, title="Where was clicked", description="Keep the place of each click")
    idle_after_s: float = Field(
        default=180.0,
        ge=10,
        le=3600,
        title="Away after seconds",
        description="No input for so long counts as being away",
    )


class InputSource:
    """Counts, a second at a time."""

    def __init__(self, settings: InputSettings) -> None:
        self._settings = settings
        self._away: Event | None = None

    def run(self, context: SourceContext) -> None:
        """Listen and keep the counts.

        Raises:
            SourceUnavailableError: there is no display or no access to input, or it went away.
        """
        idle = open_idle_clock()
        try:
            heard = _Heard(context)
            with listening(heard) as alive:
                context.activity.subscribe(context.wake)
                try:
                    while not context.over():
                        self._round(heard, idle, context)
                        if not alive():
                            idle.idle_s()  # says so itself where the display is gone
                            raise SourceUnavailableError("Keyboard and pointer can no longer be listened to.")
                    self._flush(heard, context)
                finally:
                    context.activity.unsubscribe(context.wake)
        finally:
            idle.close()

    def _round(self, heard: "_Heard", idle: IdleClock, context: SourceContext) -> None:
        if heard.front_excluded():
            heard.counter.take()
            context.excluded(_EXCLUDED_CAUSE)
        else:
            context.recording()
        now_s = context.clock.monotonic_s()
        if heard.began_s is not None and now_s - heard.began_s >= _BATCH_S:
            self._flush(heard, context)
        self._watch_idle(heard, idle, context)
        wait_s = _LOOK_S if heard.began_s is None else max(0.0, heard.began_s + _BATCH_S - context.clock.monotonic_s())
        context.wake.wait(wait_s, *idle.descriptors)

    def _flush(self, heard: "_Heard", context: SourceContext) -> None:
        heard.began_s = None
        counts = heard.counter.take()
        if counts is not None:
            self._keep(counts, context)

    def _keep(self, counts: Counts, context: SourceContext) -> None:
        data: dict[str, JsonValue] = {
            "keys": counts.keys,
            "clicks": counts.clicks,
            "scrolls": counts.scrolls,
            "moved_px": counts.moved_px,
        }
        if self._settings.positions and counts.positions:
            data["positions"] = [
                {"at_us": each.at_us, "x": each.x, "y": each.y, "button": each.button} for each in counts.positions
            ]
        window = context.activity.focus.window
        if window is not None and not context.gate.rules.excludes(window.names, window.title):
            data["app"] = window.app
        context.keep(Draft(INPUT_ACTIVITY, counts.start_us, counts.end_us, data=data))

    def _watch_idle(self, heard: "_Heard", idle: IdleClock, context: SourceContext) -> None:
        """Begin, extend or end the time when nobody is there."""
        known_s = idle.idle_s()
        quiet_s = context.clock.monotonic_s() - heard.last_s if known_s is None else known_s
        now_us = context.clock.now_us()
        if quiet_s >= self._settings.idle_after_s:
            if self._away is None:
                since_us = max(now_us - round(quiet_s * 1_000_000), heard.began_us)
                data = {"threshold_s": self._settings.idle_after_s}
                self._away = context.keep(Draft(INPUT_IDLE, since_us, now_us, data=data))
            elif not context.extend(self._away.uid, now_us):
                self._away = None
        elif self._away is not None:
            back_us = now_us - round(quiet_s * 1_000_000)
            context.extend(self._away.uid, max(back_us, self._away.end_us))
            self._away = None


class _Heard:
    """Passes what the listeners hear on: counts for the source, signals for the others."""

    def __init__(self, context: SourceContext) -> None:
        self._context = context
        self._judged = (-1, False)
        self.counter = Counter()
        self.began_s: float | None = None
        self.began_us = context.clock.now_us()
        self.last_s = context.clock.monotonic_s()

    def front_excluded(self) -> bool:
        """Tell whether the window in front is excluded."""
        change = self._context.activity.focus
        serial, excluded = self._judged
        if change.serial != serial:
            window = change.window
            excluded = window is not None and self._context.gate.rules.excludes(window.names, window.title)
            self._judged = (change.serial, excluded)
        return excluded

    def key(self) -> None:
        """Count a key."""
        self._touch()
        if not self.front_excluded():
            self._counted(self.counter.key(self._context.clock.now_us()))
        self._context.activity.note(Signal.KEY, self.last_s)

    def click(self, x: int, y: int, button: str) -> None:
        """Count a click."""
        self._touch()
        if not self.front_excluded():
            self._counted(self.counter.click(Click(self._context.clock.now_us(), x, y, button)))
        self._context.activity.note(Signal.CLICK, self.last_s)

    def scroll(self) -> None:
        """Count a step of the wheel."""
        self._touch()
        if not self.front_excluded():
            self._counted(self.counter.scroll(self._context.clock.now_us()))
        self._context.activity.note(Signal.SCROLL, self.last_s)

    def move(self, x: int, y: int) -> None:
        """Add the pointer's way."""
        self._touch()
        if not self.front_excluded():
            self._counted(self.counter.move(self._context.clock.now_us(), x, y))

    def _touch(self) -> None:
        self.last_s = self._context.clock.monotonic_s()

    def _counted(self, first: bool) -> None:
        if first:
            self.began_s = self.last_s
            self._context.wake.set()
