"""A plugin's source as the recorder sees it: keeps what the plugin's process observes, if its rules allow."""

import select
from typing import Any

from capture.health import SourceUnavailableError
from capture.plugins.process import Declared, PluginLostError, PluginProcess
from capture.plugins.wire import BrokenFrameError, Frame
from capture.source import Draft, SourceContext
from storage.events import UID_BYTES
from storage.log import LogError
from storage.media import MediaError

_TO_FINISH_S = 3.0


class PluginSource:
    """Implements `capture.source.Source`."""

    def __init__(self, plugin: Declared) -> None:
        self._plugin = plugin
        self._ended = False

    def run(self, context: SourceContext) -> None:
        """Run the plugin in a process of its own until the run is over."""
        try:
            with PluginProcess("source", self._plugin) as process:
                while not context.over() and not self._ended:
                    self._listen(process, context, None)
                self._part(process, context)
        except (PluginLostError, BrokenFrameError) as error:
            if not context.over():
                raise SourceUnavailableError(f"{error} It will be started again.") from error
        if not context.over():
            raise SourceUnavailableError(
                f"The plugin {self._plugin.spec.title} stopped by itself; it is started again."
            )

    def _part(self, process: PluginProcess, context: SourceContext) -> None:
        """Let it finish; what it still wants to keep is refused, since nothing may be kept any more."""
        process.send(do="over")
        ends_s = context.clock.monotonic_s() + _TO_FINISH_S
        while not self._ended and (left_s := ends_s - context.clock.monotonic_s()) > 0:
            self._listen(process, context, left_s)

    def _listen(self, process: PluginProcess, context: SourceContext, timeout_s: float | None) -> None:
        """Wait until it says something or we are woken, and do what it says."""
        context.wake.wait(timeout_s, process.descriptor)
        if select.select([process.descriptor], [], [], 0)[0]:
            for frame in process.heard():
                self._take(frame, process, context)

    def _take(self, frame: Frame, process: PluginProcess, context: SourceContext) -> None:
        says = frame.says
        match says.get("do"):
            case "keep":
                process.send(**self._keep(frame, context))
            case "extend":
                process.send(**_extend(says, context))
            case "recording":
                context.recording(str(says.get("detail") or "") or None)
            case "unavailable":
                context.unavailable(str(says.get("cause")))
            case "ended":
                self._ended = True
            case "failed":
                title = self._plugin.spec.title
                raise SourceUnavailableError(f"The plugin {title} failed ({says.get('cause')}); it is started again.")
            case _:
                raise BrokenFrameError(f"The plugin {self._plugin.spec.title} said what nobody understands.")

    def _keep(self, frame: Frame, context: SourceContext) -> dict[str, object]:
        says = frame.says
        if says.get("topic") not in self._plugin.spec.topics:
            return {"refused": f"the topic {says.get('topic')} was not declared"}
        try:
            event = context.keep(_draft(frame))
        except (LogError, MediaError) as error:
            return {"refused": str(error)}
        except (KeyError, TypeError, ValueError) as error:
            return {"refused": f"that is nothing that can be kept ({error})"}
        return {"uid": None if event is None else event.uid.hex()}


def _draft(frame: Frame) -> Draft:
    says = frame.says
    return Draft(
        topic=says["topic"],
        start_us=int(says["start_us"]),
        end_us=int(says["end_us"]),
        data=dict(says["data"]),
        text=None if says["text"] is None else str(says["text"]),
        content=frame.content if says["media"] else None,
        kind=str(says["kind"]),
        uncertainty_us=int(says["uncertainty_us"]),
    )


def _extend(says: dict[str, Any], context: SourceContext) -> dict[str, object]:
    try:
        uid = bytes.fromhex(str(says["uid"]))
        return {"done": len(uid) == UID_BYTES and context.extend(uid, int(says["end_us"]))}
    except (KeyError, TypeError, ValueError, LogError) as error:
        return {"refused": str(error)}
