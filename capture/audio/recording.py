"""Keeps what a microphone or the loudspeaker's monitor gives: cut at pauses, as FLAC with an envelope.

Of silence only that there was silence, or nothing. Which device it is, and what of, its source decides.
"""

import math

from capture.audio.device import RATE_HZ, Microphone
from capture.audio.flac import pack
from capture.audio.levels import ENVELOPE_HZ, measure
from capture.audio.live import LiveSound
from capture.audio.segments import Segment, Segmenter
from capture.audio.settings import SoundSettings
from capture.outbox import Outbox
from capture.source import Draft, SourceContext
from storage.events import JsonValue
from storage.loudness import rise

_LOOK_S = 2.0
_MOST_WAITING_BYTES = 32 << 20


class Recording:
    """Keeps what an open device gives, segment by segment, until the run is over.

    Attributes:
        topic: of the events.
        keep_silence: whether silence is an event, too.
    """

    def __init__(
        self, topic: str, microphone: Microphone, cutting: SoundSettings, *, keep_silence: bool = True
    ) -> None:
        """Keep what an open device gives, cut as the settings say."""
        self.topic = topic
        self.keep_silence = keep_silence
        self._microphone = microphone
        self._segmenter = Segmenter(RATE_HZ, cutting.shortest_s, cutting.longest_s, cutting.silence_peak)
        self._end: tuple[int, int] | None = None

    def run(self, context: SourceContext, live: LiveSound | None = None) -> None:
        """Record until the run is over; closes the device. `live` shows what grows meanwhile.

        Raises:
            SourceUnavailableError: the device went away.
        """
        microphone, outbox = self._microphone, Outbox(context, _MOST_WAITING_BYTES)
        try:
            context.recording(microphone.name)
            while not context.over():
                context.wake.wait(_LOOK_S, microphone.descriptor)
                for start, samples in microphone.read():
                    for segment in self._segmenter.feed(start, samples):
                        self._hand_in(segment, outbox, context)
                if live is not None:
                    live.hold(*self._segmenter.held)
                outbox.flush()
        finally:
            if live is not None:
                live.clear()
            microphone.close()
            for segment in self._segmenter.flush():
                self._hand_in(segment, outbox, context)
            outbox.flush(last=True)

    def _hand_in(self, segment: Segment, outbox: Outbox, context: SourceContext) -> None:
        start_us = self._microphone.time_us(segment.start)
        if self._end is not None:
            expected, end_us = self._end
            if expected == segment.start:
                start_us = end_us
            else:
                context.status.lost(end_us, start_us, "Sound came faster than it could be worked on.")
        end_us = max(start_us, self._microphone.time_us(segment.end))
        self._end = (segment.end, end_us)
        if self.keep_silence or not segment.silent:
            outbox.put(draft_of(self.topic, segment, start_us, end_us, self._microphone.name))


def draft_of(topic: str, segment: Segment, start_us: int, end_us: int, name: str) -> Draft:
    """Return a segment as an event of its topic; `name` is the device's."""
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
        return Draft(topic, start_us, end_us, data=data)
    measured = rise(segment.samples, RATE_HZ)
    if math.isfinite(measured):
        data["rise"] = round(measured, 3)
    data |= {"envelope_hz": ENVELOPE_HZ, "envelope": list(levels.envelope)}
    return Draft(topic, start_us, end_us, data=data, content=pack(segment.samples, RATE_HZ), kind="audio/flac")
