"""The window in front, as open spans: one for each application and title, extended while it lasts."""

from pydantic import BaseModel, ConfigDict, Field

from capture.activity import FocusChange
from capture.source import Draft, SourceContext
from capture.windows.protocol import Window
from storage.events import Event
from storage.topics import WINDOW_FOCUS

_TITLE_SETTLES_US = 1_000_000
EXCLUDED_CAUSE = "A window that is excluded was in front."


class WindowsSettings(BaseModel):
    """Which window is in front, with application and title."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(
        default=True, title="Record windows", description="Application and title of the window in front"
    )
    extend_s: float = Field(
        default=5.0,
        ge=1,
        le=60,
        title="Seconds between updates",
        description="A crash loses at most so much of the last span",
    )


class WindowsSource:
    """Keeps what the watch of windows publishes."""

    def __init__(self, settings: WindowsSettings) -> None:
        self._settings = settings
        self._span: Event | None = None
        self._window: Window | None = None
        self._later: FocusChange | None = None

    def run(self, context: SourceContext) -> None:
        """Keep a span for every window that comes to the front."""
        context.activity.subscribe(context.wake)
        try:
            context.recording()
            self._follow(context)
        finally:
            context.activity.unsubscribe(context.wake)

    def _follow(self, context: SourceContext) -> None:
        began_us = context.clock.now_us()
        serial = context.activity.focus.serial - 1
        extend_us = round(self._settings.extend_s * 1_000_000)
        due_us = began_us
        while not context.over():
            for change in context.activity.focus_since(serial):
                serial = change.serial
                self._take(change, max(change.at_us, began_us), context)
            now_us = context.clock.now_us()
            if self._later is not None and now_us >= self._settled_us():
                self._begin(self._later, self._later.at_us, context)
            if self._span is not None and now_us >= due_us:
                self._extend(now_us, context)
                due_us = now_us + extend_us
            wake_us = due_us if self._later is None else min(due_us, self._settled_us())
            idle = self._span is None and self._later is None
            context.wake.wait(None if idle else max(0, wake_us - context.clock.now_us()) / 1_000_000)
        self._finish(context.clock.now_us(), context)

    def _take(self, change: FocusChange, at_us: int, context: SourceContext) -> None:
        window = change.window
        if window is not None and context.gate.rules.excludes(window.names, window.title):
            self._finish(at_us, context)
            context.excluded(EXCLUDED_CAUSE)
        elif window is None:
            self._finish(at_us, context)
            if change.cause:
                context.unavailable(change.cause)
            else:
                context.recording()
        elif self._restless(window, at_us):
            self._later = change
        else:
            self._begin(change, at_us, context)

    def _restless(self, window: Window, at_us: int) -> bool:
        """Tell whether this is the same window with yet another title within a second."""
        same = self._window is not None and self._window.id == window.id
        return same and self._span is not None and at_us - self._span.start_us < _TITLE_SETTLES_US

    def _settled_us(self) -> int:
        return 0 if self._span is None else self._span.start_us + _TITLE_SETTLES_US

    def _begin(self, change: FocusChange, at_us: int, context: SourceContext) -> None:
        window = change.window
        if window is None:
            return
        self._later = None
        self._finish(at_us, context)
        data: dict[str, str | int] = {"app": window.app, "title": window.title, "window": window.id}
        if window.process:
            data["process"] = window.process
        if window.pid is not None:
            data["pid"] = window.pid
        context.recording()
        self._window = window
        self._span = context.keep(Draft(WINDOW_FOCUS, at_us, at_us, data=data, text=window.title or None))

    def _extend(self, until_us: int, context: SourceContext) -> None:
        span = self._span
        if span is not None and not context.extend(span.uid, until_us) and not context.over():
            # Its owner deleted it while it lasted: what lasts from now on is another span.
            self._span = context.keep(Draft(WINDOW_FOCUS, until_us, until_us, data=span.data, text=span.text))

    def _finish(self, at_us: int, context: SourceContext) -> None:
        span, self._span, self._window, self._later = self._span, None, None, None
        if span is not None and at_us > span.start_us:
            context.extend(span.uid, at_us)
