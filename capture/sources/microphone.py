"""The microphone: cut at pauses, kept as FLAC with an envelope; of silence only that there was silence."""

from pydantic import BaseModel, ConfigDict, Field

from capture.audio.device import Microphone
from capture.audio.recording import Cutting, Recording
from capture.source import SourceContext
from storage.topics import MICROPHONE


class MicrophoneSettings(BaseModel):
    """What is said."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = Field(
        default=False, title="Record the microphone", description="Everybody within hearing is recorded"
    )
    device: str = Field(
        default="", title="Microphone", description="Name or part of it; empty for the system's default"
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


class MicrophoneSource:
    """Keeps what is heard, segment by segment."""

    def __init__(self, settings: MicrophoneSettings) -> None:
        self._settings = settings

    def run(self, context: SourceContext) -> None:
        """Record until the run is over.

        Raises:
            SourceUnavailableError: there is no microphone, or it went away.
        """
        settings = self._settings
        microphone = Microphone(settings.device, context.clock, context.wake, context.over)
        cutting = Cutting(settings.shortest_s, settings.longest_s, settings.silence_peak)
        Recording(MICROPHONE, microphone, cutting).run(context, context.live)
