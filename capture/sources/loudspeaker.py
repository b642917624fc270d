"""What the computer plays: the monitor of its loudspeaker, cut and kept as the microphone's sound is; no silence."""

import sys

from pydantic import Field

from capture.audio.device import Microphone
from capture.audio.recording import Recording
from capture.audio.settings import SoundSettings
from capture.health import SourceUnavailableError
from capture.source import SourceContext
from storage.topics import LOUDSPEAKER

DEFAULT_MONITOR = "@DEFAULT_MONITOR@"
"""What PulseAudio, and PipeWire in its place, call the monitor of whatever is the default output."""
_NO_MONITOR = "What the computer plays cannot be recorded: no PulseAudio or PipeWire sound server offers its monitor."
_ELSEWHERE = "What the computer plays can be recorded on Linux only, where the sound server offers it."


class LoudspeakerSettings(SoundSettings):
    """What the computer plays."""

    enabled: bool = Field(
        default=False,
        title="Record what the computer plays",
        description="The other side of a call, films and music; whoever speaks there is recorded",
    )
    device: str = Field(
        default="",
        title="Output",
        description="Name of a monitor of the sound server; empty for that of the default output",
    )


class LoudspeakerSource:
    """Keeps what is played, segment by segment."""

    def __init__(self, settings: LoudspeakerSettings) -> None:
        self._settings = settings

    def run(self, context: SourceContext) -> None:
        """Record until the run is over.

        Raises:
            SourceUnavailableError: the system does not offer what it plays, or the sound server went away.
        """
        settings = self._settings
        if sys.platform != "linux":
            raise SourceUnavailableError(_ELSEWHERE)
        try:
            monitor = Microphone(settings.device or DEFAULT_MONITOR, context.clock, context.wake, context.over)
        except SourceUnavailableError as error:
            raise SourceUnavailableError(_NO_MONITOR) from error
        Recording(LOUDSPEAKER, monitor, settings, keep_silence=False).run(context)
