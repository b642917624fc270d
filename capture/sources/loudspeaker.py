"""What the computer plays: the monitor of its loudspeaker, cut and kept as the microphone's sound is; no silence."""

import sys

from pydantic import BaseModel, ConfigDict, Field

from capture.audio.device import Microphone
from capture.audio.recording import Cutting, Recording
from capture.health import SourceUnavailableError
from capture.source import SourceContext
from storage.topics import LOUDSPEAKER

DEFAULT_MONITOR = "@DEFAULT_MONITOR@"
"""What PulseAudio, and PipeWire in its place, call the monitor of whatever is the default output."""
_NO_MONITOR = "What the computer plays cannot be recorded: no PulseAudio or PipeWire sound server offers its monitor."
_ELSEWHERE = "What the computer plays can be recorded on Linux only, where the sound server offers it."


class LoudspeakerSettings(BaseModel):
    """What the computer plays."""

    model_config = ConfigDict(extra="forbid", frozen=True)

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
    shortest_s: float = Field(
        default=3.0,
        ge=1,
        le=30,
        title="Shortest segment in seconds",
        description="Sound is cut at pauses, no shorter than so",
    )
    longest_s: float = Field(
        default=8.0,
        ge=2,
        le=60,
        title="Longest segment in seconds",
        description="Words are found only after their segment",
    )
    silence_peak: float = Field(
        default=0.0005,
        ge=0,
        le=0.1,
        title="Silence below",
        description="Sound that never exceeds this level is not kept",
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
        cutting = Cutting(settings.shortest_s, settings.longest_s, settings.silence_peak)
        Recording(LOUDSPEAKER, monitor, cutting, keep_silence=False).run(context)
