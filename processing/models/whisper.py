"""Whisper through faster-whisper: sound to words with times, and the signs of invented text."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processing.processor import ModelUnavailableError

RATE_HZ = 16_000
WINDOW_S = 29.5
"""Longest sound for one call: the model sees 30 s at a time, and each look costs the same however much is in it."""


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
        language: two letters.
        no_speech: probability that nobody speaks.
        compression: characters over their compressed size; text that repeats itself compresses well.
        log_probability: mean over its tokens.
    """

    words: tuple[Word, ...]
    language: str
    no_speech: float
    compression: float
    log_probability: float


class Whisper:
    """The loaded model."""

    def __init__(self, listener: Any) -> None:
        self._listener = listener

    @classmethod
    def load(cls, path: Path) -> "Whisper":
        """Load a CTranslate2 Whisper folder: model.bin, config.json, tokenizer.json, vocabulary.*.

        Raises:
            ModelUnavailableError: the folder lacks one of them.
        """
        absent = [name for name in ("model.bin", "config.json", "tokenizer.json") if not (path / name).is_file()]
        if absent:
            raise ModelUnavailableError(f"The folder {path} is no Whisper model for CTranslate2: no {absent[0]}.")
        from faster_whisper import BatchedInferencePipeline, WhisperModel
        from tqdm import tqdm  # type: ignore[import-untyped]

        tqdm.monitor_interval = 0  # no thread for progress bars that nobody sees
        model = WhisperModel(
            str(path), device="cpu", compute_type="int8", cpu_threads=1, num_workers=1, local_files_only=True
        )
        return cls(BatchedInferencePipeline(model))

    def transcribe(self, samples: NDArray[np.float32], language: str, beam: int) -> list[Passage]:
        """Return what is said in mono samples at 16 kHz, at most WINDOW_S long. `language` may be `auto`."""
        if not len(samples):
            return []
        options: Mapping[str, Any] = {
            # One temperature only: the default retries make ten seconds of bad sound cost ten seconds.
            "temperature": [0.0],
            "beam_size": beam,
            "language": None if language == "auto" else language,
            "vad_filter": False,
            "word_timestamps": True,
            # The sound as one clip, without the model's own times: it looks once, where it would otherwise look again
            # at what follows the last time it wrote; words get their times from its attention all the same.
            "clip_timestamps": [{"start": 0.0, "end": len(samples) / RATE_HZ}],
            "without_timestamps": True,
            "batch_size": 1,
        }
        segments, info = self._listener.transcribe(samples, **options)
        return [
            Passage(
                words=tuple(
                    Word(word.word, float(word.start), float(word.end), float(word.probability))
                    for word in segment.words or ()
                ),
                language=info.language,
                no_speech=float(segment.no_speech_prob),
                compression=float(segment.compression_ratio),
                log_probability=float(segment.avg_logprob),
            )
            for segment in segments
        ]
