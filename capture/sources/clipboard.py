"""The clipboard: text that is copied, unless it is marked as secret or an excluded window is in front."""

from pydantic import BaseModel, ConfigDict, Field

from capture.activity import Signal
from capture.clipboard.protocol import Clipboard, connect
from capture.source import Draft, SourceContext
from capture.windows.connect import connect as connect_windows
from capture.windows.protocol import WindowSystem
from storage.events import JsonValue
from storage.topics import CLIPBOARD

_EXCLUDED_CAUSE = "A window that is excluded is in front."


class ClipboardSettings(BaseModel):
    """Text that is copied."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(
        default=False, title="Record the clipboard", description="Text only; may hold what you copy as secret"
    )
    longest: int = Field(
        default=100_000,
        ge=100,
        le=10_000_000,
        title="Longest text in characters",
        description="Longer text is cut",
    )


class ClipboardSource:
    """Keeps what is copied."""

    def __init__(self, settings: ClipboardSettings) -> None:
        self._settings = settings
        self._last = ""

    def run(self, context: SourceContext) -> None:
        """Keep every text that is copied from now on.

        Raises:
            SourceUnavailableError: there is no clipboard, or it went away.
        """
        clipboard = connect(context.clock)
        try:
            windows = connect_windows()
            try:
                context.activity.subscribe(context.wake)
                try:
                    self._follow(clipboard, windows, context)
                finally:
                    context.activity.unsubscribe(context.wake)
            finally:
                windows.close()
        finally:
            clipboard.close()

    def _follow(self, clipboard: Clipboard, windows: WindowSystem, context: SourceContext) -> None:
        while not context.over():
            seen = context.activity.focus.window
            if seen is not None and context.gate.rules.excludes(seen.names, seen.title):
                context.excluded(_EXCLUDED_CAUSE)
            else:
                context.recording()
            while clipboard.copied():
                self._take(clipboard, windows, context)
            context.wake.wait(clipboard.poll_s, *clipboard.descriptors)

    def _take(self, clipboard: Clipboard, windows: WindowSystem, context: SourceContext) -> None:
        at_us = context.clock.now_us()
        context.activity.note(Signal.CLIPBOARD, context.clock.monotonic_s())
        rules = context.gate.rules
        known, asked = context.activity.focus.window, windows.focused()
        if any(each is not None and rules.excludes(each.names, each.title) for each in (known, asked)):
            return
        text = clipboard.text()
        if not text or text == self._last:
            return
        self._last = text
        data: dict[str, JsonValue] = {"characters": len(text)}
        if asked is not None:
            data |= {"app": asked.app, "title": asked.title}
        context.keep(Draft(CLIPBOARD, at_us, at_us, data=data, text=text[: self._settings.longest]))
