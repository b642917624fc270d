"""Watches which window is in front and tells the other sources; keeps nothing itself."""

from capture.activity import Signal
from capture.source import SourceContext
from capture.windows.connect import connect
from capture.windows.protocol import Window, WindowSystem, WindowSystemError

_NONE_SETTLES_S = 0.5


class WindowWatch:
    """Runs like a source, but is part of the recorder: exclusion needs it even where windows are not kept."""

    def run(self, context: SourceContext) -> None:
        """Publish every change of focus or title until the run is over.

        Raises:
            WindowSystemError: windows cannot be seen; what was known is taken back.
        """
        cause = ""
        try:
            system = connect()
            try:
                context.recording()
                system.listen(context.wake)
                self._watch(system, context)
            finally:
                system.close()
        except WindowSystemError as error:
            cause = str(error)
            raise
        finally:
            context.activity.focused(None, context.clock.now_us(), cause)

    def _watch(self, system: WindowSystem, context: SourceContext) -> None:
        _publish(system.focused(), context)
        none_since_s: float | None = None
        while not context.over():
            timeout_s = system.poll_s
            if none_since_s is not None:
                timeout_s = none_since_s + _NONE_SETTLES_S - context.clock.monotonic_s()
            # What came along with the last answers has been taken from the descriptor: waiting on it would miss that.
            told = system.poll_s is None and system.changed()
            if not told:
                context.wake.wait(timeout_s, *system.descriptors)
                told = system.changed()
            window: Window | None = None
            if told or none_since_s is not None:
                window = system.focused()
                if window is not None:
                    none_since_s = None
                    _publish(window, context)
                else:
                    none_since_s = self._none(context, none_since_s)

    def _none(self, context: SourceContext, since_s: float | None) -> float | None:
        """Between two windows there briefly is none: believe it only after a while."""
        now_s = context.clock.monotonic_s()
        if context.activity.focus.window is None:
            return None
        if since_s is None:
            return now_s
        if now_s - since_s < _NONE_SETTLES_S:
            return since_s
        _publish(None, context)
        return None


def _publish(window: Window | None, context: SourceContext) -> None:
    if context.activity.focused(window, context.clock.now_us()):
        context.activity.note(Signal.FOCUS, context.clock.monotonic_s())
