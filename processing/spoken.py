"""What every speech model gives: words with times, and the signs of invented text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

WINDOW_S = 29.5
"""Longest sound for one take: Whisper sees 30 s at a time, and each look costs the same however much is in it."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as the model wrote it (with its leading space), its times in seconds, and how sure it was."""

    text: str
    start_s: float
    end_s: float
    probability: float


@dataclass(frozen=True, slots=True)
class Passage:
    """What the model wrote in one go.

    Attributes:
        words: in order.
        language: two letters, "" where the model does not tell.
        no_speech: probability that nobody speaks.
        compression: characters over their compressed size; text that repeats itself compresses well.
        log_probability: mean over its tokens.
    """

    words: tuple[Word, ...]
    language: str
    no_speech: float
    compression: float
    log_probability: float


class Transcriber(Protocol):
    """A loaded speech model."""

    def transcribe(self, takes: Sequence[NDArray[np.float32]], language: str, beam: int) -> list[list[Passage]]:
        """Return what is said in each take: mono samples at 16 kHz, at most WINDOW_S long. `language` may be `auto`."""
        ...
