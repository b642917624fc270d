"""Finds where somebody speaks in recorded sound."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from processing.models.silero import FRAME, RATE_HZ, Silero, VadState, fresh_state
from processing.processor import Derived, ModelFile, ProcessorSpec, Work
from processing.sound import read_mono
from storage.events import Event
from storage.loudness import rise
from storage.topics import LOUDSPEAKER, MICROPHONE, PLAYED_VOICE, VOICE

_FRAME_US = FRAME * 1_000_000 // RATE_HZ
_HYSTERESIS = 0.15
_MIN_SPEECH_US = 200_000
_MIN_PAUSE_US = 700_000
_BEFORE_US = 120_000
_AFTER_US = 280_000
_SEAM_US = 100_000
_RISE = 1.25


@dataclass(frozen=True, slots=True)
class Span:
    """Speech from `start_us` to `end_us` within a recording, with the mean probability of its frames."""

    start_us: int
    end_us: int
    score: float


@dataclass(slots=True)
class Ears:
    """The model, and for each microphone what it remembers of the recording before.

    The memory only makes the first frames of a recording that continues another more exact.
    """

    model: Silero
    heard: dict[tuple[str, str], tuple[int, VadState]] = field(default_factory=dict)

    def before(self, event: Event) -> VadState:
        """Return the state after the recording that this one continues, a fresh one where there is none."""
        end_us, state = self.heard.get(self._microphone(event), (0, fresh_state()))
        return state if abs(end_us - event.start_us) <= _SEAM_US else fresh_state()

    def remember(self, event: Event, state: VadState) -> None:
        """Keep the state for the recording that continues this one."""
        self.heard[self._microphone(event)] = (event.end_us, state)

    @staticmethod
    def _microphone(event: Event) -> tuple[str, str]:
        return event.device, str(event.data.get("input", ""))


@dataclass(frozen=True, slots=True)
class Vad:
    """Sound in, one event per stretch of speech out; what the computer played is told apart by its topic."""

    model: str = "silero-v6"
    threshold: float = 0.5

    @property
    def spec(self) -> ProcessorSpec:
        return ProcessorSpec(
            name="vad",
            title="Voice activity",
            version="2",
            consumes=(MICROPHONE, LOUDSPEAKER),
            produces=(VOICE, PLAYED_VOICE),
            family="voice",
            models=(("vad", self.model),),
            batch=32,
            timeout_s=20.0,
            priority=10,
            background=False,
            parameters=(("threshold", self.threshold),),
        )

    def load(self, models: Mapping[str, ModelFile]) -> Ears:
        return Ears(Silero.load(models["vad"].path))

    def derive(self, work: Sequence[Work], model: Ears) -> Sequence[Sequence[Derived]]:
        return [tuple(self._listen(piece, model)) for piece in work]

    def _listen(self, piece: Work, ears: Ears) -> Iterator[Derived]:
        event = piece.event
        measured = event.data.get("rise")
        if piece.media is None or event.data.get("silent") or (isinstance(measured, int | float) and steady(measured)):
            return
        samples = read_mono(piece.media)
        if measured is None and steady(rise(samples, RATE_HZ)):
            return
        probabilities, state = ears.model.probabilities(samples, ears.before(event))
        ears.remember(event, state)
        length_us = min(event.end_us - event.start_us, len(samples) * 1_000_000 // RATE_HZ)
        for span in speech_spans(probabilities, length_us, self.threshold):
            yield Derived(
                topic=PLAYED_VOICE if event.topic == LOUDSPEAKER else VOICE,
                start_us=event.start_us + span.start_us,
                end_us=event.start_us + span.end_us,
                data={
                    "offset_us": span.start_us,
                    "duration_us": span.end_us - span.start_us,
                    "score": round(span.score, 3),
                },
                media=event.media,
            )


def steady(measured: float) -> bool:
    """Tell from its rise that nothing in a recording stands out of its noise, which speech does with every syllable."""
    return measured <= _RISE


def speech_spans(probabilities: NDArray[np.float32], length_us: int, threshold: float) -> list[Span]:
    """Join frames to stretches of speech: short pauses belong to them, short noises do not count.

    Speech begins above the threshold and goes on until the probability stays 0.15 below it for 0.7 s, so that a phrase
    is not cut at a breath. Each stretch gets a margin, shared where two would overlap: a longer one behind it,
    since the model hears the first sound of a word early and misses the last.
    """
    raw = [
        (start, end) for start, end in _runs(probabilities, threshold) if (end - start) * _FRAME_US >= _MIN_SPEECH_US
    ]
    spans: list[Span] = []
    for index, (start, end) in enumerate(raw):
        before_us = raw[index - 1][1] * _FRAME_US if index else 0
        after_us = raw[index + 1][0] * _FRAME_US if index + 1 < len(raw) else length_us
        start_us, end_us = start * _FRAME_US, min(end * _FRAME_US, length_us)
        left_us = min(_BEFORE_US, (start_us - before_us) // (2 if index else 1))
        right_us = min(_AFTER_US, max(0, after_us - end_us) // (2 if index + 1 < len(raw) else 1))
        spans.append(Span(start_us - left_us, end_us + right_us, float(probabilities[start:end].mean())))
    return [span for span in spans if span.end_us > span.start_us]


def _runs(probabilities: NDArray[np.float32], threshold: float) -> Iterator[tuple[int, int]]:
    """Yield stretches of speech as frames `[start, end)`."""
    pause_frames = _MIN_PAUSE_US // _FRAME_US
    start: int | None = None
    quiet_since: int | None = None
    for frame, probability in enumerate(probabilities):
        if probability >= threshold:
            start = frame if start is None else start
            quiet_since = None
        elif start is not None and probability < threshold - _HYSTERESIS:
            quiet_since = frame if quiet_since is None else quiet_since
            if frame - quiet_since >= pause_frames:
                yield start, quiet_since
                start = quiet_since = None
    if start is not None:
        yield start, len(probabilities) if quiet_since is None else quiet_since
