"""The microphone: cut at pauses, kept as FLAC with an envelope; of silence only that there was silence."""

from pydantic import Field

from capture.audio.device import Microphone
from capture.audio.recording import Recording
from capture.audio.settings import SoundSettings
from capture.source import SourceContext
from storage.topics import MICROPHONE


class MicrophoneSettings(SoundSettings):
    """What is said."""

    enabled: bool = Field(
        default=False, title="Record the microphone", description="Everybody within hearing is recorded"
    )
    device: str = Field(
        default="", title="Microphone", description="Name or part of it; empty for the system's default"
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
        Recording(MICROPHONE, microphone, settings).run(context, context.live)
