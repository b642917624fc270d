"""The microphone: cut at pauses, kept as FLAC with an envelope; of silence only that there was silence."""

from pydantic import BaseModel, ConfigDict, Field

from capture.audio.device import RATE_HZ, Microphone
from capture.audio.flac import pack
from capture.audio.levels import ENVELOPE_HZ, measure
from capture.audio.segments import Segment, Segmenter
from capture.outbox import Outbox
from capture.source import Draft, SourceContext
from storage.events import JsonValue
from storage.topics import MICROPHONE

_LOOK_S = 2.0
_MOST_WAITING_BYTES = 32 << 20


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
        self._end: tuple[int, int] | None = None

    def run(self, context: SourceContext) -> None:
        """Record until the run is over.

        Raises:
            SourceUnavailableError: there is no microphone, or it went away.
        """
        settings = self._settings
        microphone = Microphone(settings.device, context.clock, context.wake, context.over)
        segmenter = Segmenter(RATE_HZ, settings.shortest_s, settings.longest_s, settings.silence_peak)
        outbox = Outbox(context, _MOST_WAITING_BYTES)
        try:
            context.recording(microphone.name)
            while not context.over():
                context.wake.wait(_LOOK_S, microphone.descriptor)
                for start, samples in microphone.read():
                    for segment in segmenter.feed(start, samples):
                        self._hand_in(segment, microphone, outbox, context)
                outbox.flush()
        finally:
            microphone.close()
            for segment in segmenter.flush():
                self._hand_in(segment, microphone, outbox, context)
            outbox.flush(last=True)

    def _hand_in(self, segment: Segment, microphone: Microphone, outbox: Outbox, context: SourceContext) -> None:
        start_us = microphone.time_us(segment.start)
        if self._end is not None:
            expected, end_us = self._end
            if expected == segment.start:
                start_us = end_us
            else:
                context.status.lost(end_us, start_us, "Sound came faster than it could be worked on.")
        end_us = max(start_us, microphone.time_us(segment.end))
        self._end = (segment.end, end_us)
        outbox.put(_draft(segment, start_us, end_us, microphone.name))


def _draft(segment: Segment, start_us: int, end_us: int, name: str) -> Draft:
    levels = measure(segment.samples, RATE_HZ)
    data: dict[str, JsonValue] = {
        "rate_hz": RATE_HZ,
        "channels": 1,
        "input": name,
        "peak": levels.peak,
        "rms": levels.rms,
        "silent": segment.silent,
    }
    if segment.silent:
        return Draft(MICROPHONE, start_us, end_us, data=data)
    data |= {"envelope_hz": ENVELOPE_HZ, "envelope": list(levels.envelope)}
    return Draft(MICROPHONE, start_us, end_us, data=data, content=pack(segment.samples, RATE_HZ), kind="audio/flac")
