"""Whisper through faster-whisper: sound to words with times, and the signs of invented text."""

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processing.device import Device, on_first, speech_devices
from processing.processor import ModelUnavailableError
from processing.spoken import Passage, Word

RATE_HZ = 16_000
TOGETHER = 8
"""So many takes are written down side by side at most, for the sake of memory."""
_ALIKE_S = 5.0
_ROOM_S = 5.0
_FRAMES_PER_S = 100


class Whisper:
    """The loaded model."""

    def __init__(self, listener: Any) -> None:
        self._listener = listener

    @classmethod
    def load(cls, path: Path, device: Device = Device.CPU) -> "Whisper":
        """Load a CTranslate2 Whisper folder: model.bin, config.json, tokenizer.json, vocabulary.*.

        Raises:
            ModelUnavailableError: the folder lacks one of them.
        """
        absent = [name for name in ("model.bin", "config.json", "tokenizer.json") if not (path / name).is_file()]
        if absent:
            raise ModelUnavailableError(f"The folder {path} is no Whisper model for CTranslate2: no {absent[0]}.")
        import ctranslate2
        from faster_whisper import BatchedInferencePipeline, WhisperModel
        from tqdm import tqdm  # type: ignore[import-untyped]

        tqdm.monitor_interval = 0  # no thread for progress bars that nobody sees

        class Listener(WhisperModel):  # type: ignore[misc]
            """Looks at one take after the other, which is faster than at several at once; writes them side by side."""

            def encode(self, features: NDArray[np.float32]) -> Any:
                features = without_filling(features)
                if features.ndim == 2 or len(features) == 1 or self.model.device != "cpu":
                    return super().encode(features)
                each = [np.asarray(super(Listener, self).encode(one)) for one in features]
                return ctranslate2.StorageView.from_array(np.concatenate(each))

        def made(place: str, how: str) -> Any:
            threads = {"cpu_threads": 1, "num_workers": 1}
            model = Listener(str(path), device=place, compute_type=how, local_files_only=True, **threads)
            if place != "cpu":  # what a card lacks shows when it first computes
                model.encode(np.zeros((model.model.n_mels, 3_000), np.float32))
            return model

        return cls(
            BatchedInferencePipeline(on_first(speech_devices(device, ctranslate2.get_cuda_device_count()), made))
        )

    def transcribe(self, takes: Sequence[NDArray[np.float32]], language: str, beam: int) -> list[list[Passage]]:
        """Return what is said in each take: mono samples at 16 kHz, at most WINDOW_S long. `language` may be `auto`.

        Takes are written down side by side: each word costs hardly more time for several of them than for one. Those of
        a group are about as long as one another, since each is looked at as far as the longest goes.
        """
        together = 1 if language == "auto" else TOGETHER  # the language is told once for all that are heard together
        found: list[list[Passage]] = [[] for _ in takes]
        for group in alike(takes, together):
            heard = self._together([takes[index] for index in group], language, beam)
            for index, passages in zip(group, heard, strict=True):
                found[index] = passages
        return found

    def _together(self, takes: Sequence[NDArray[np.float32]], language: str, beam: int) -> list[list[Passage]]:
        found: list[list[Passage]] = [[] for _ in takes]
        edges = [0, *accumulate(len(take) for take in takes)]
        if not edges[-1]:
            return found
        clips = {start: take for take, (start, end) in enumerate(pairwise(edges)) if end > start}
        options: Mapping[str, Any] = {
            # One temperature only: the default retries make ten seconds of bad sound cost ten seconds.
            "temperature": [0.0],
            "beam_size": beam,
            "language": None if language == "auto" else language,
            "vad_filter": False,
            "word_timestamps": True,
            # Each take as one clip, without the model's own times: it looks once, where it would otherwise look again
            # at what follows the last time it wrote; words get their times from its attention all the same. The half
            # sample keeps its conversion from seconds from falling one short.
            "clip_timestamps": [
                {"start": (start + 0.5) / RATE_HZ, "end": (edges[take + 1] + 0.5) / RATE_HZ}
                for start, take in clips.items()
            ],
            "without_timestamps": True,
            "batch_size": len(clips),
        }
        segments, info = self._listener.transcribe(np.concatenate(takes), **options)
        take_at = {int(start / RATE_HZ * _FRAMES_PER_S): take for start, take in clips.items()}
        for segment in segments:
            take = take_at[segment.seek]
            found[take].append(_passage(segment, edges[take] / RATE_HZ, info.language))
        return found


def alike(takes: Sequence[NDArray[np.float32]], most: int) -> list[list[int]]:
    """Return the places of takes in groups of at most `most`, longest first, none five seconds shorter than another."""
    groups: list[list[int]] = []
    for index in sorted(range(len(takes)), key=lambda index: -len(takes[index])):
        longest = len(takes[groups[-1][0]]) if groups else 0
        if not groups or len(groups[-1]) == most or longest - len(takes[index]) > _ALIKE_S * RATE_HZ:
            groups.append([])
        groups[-1].append(index)
    return groups


def without_filling(features: NDArray[np.float32]) -> NDArray[np.float32]:
    """Cut off most of the zeros with which every take is filled up to 30 s: the model looks at them at the same price.

    Five seconds stay, since it writes worse where sound goes on to the edge of what it sees.

    Args:
        features: (..., bands, frames of 10 ms).
    """
    filled = np.flatnonzero(features.any(axis=tuple(range(features.ndim - 1))))
    end = (int(filled[-1]) + 1 if len(filled) else 0) + round(_ROOM_S * _FRAMES_PER_S)
    return np.ascontiguousarray(features[..., : min(end + end % 2, features.shape[-1])])


def _passage(segment: Any, offset_s: float, language: str) -> Passage:
    return Passage(
        words=tuple(
            Word(word.word, float(word.start) - offset_s, float(word.end) - offset_s, float(word.probability))
            for word in segment.words or ()
        ),
        language=language,
        no_speech=float(segment.no_speech_prob),
        compression=float(segment.compression_ratio),
        log_probability=float(segment.avg_logprob),
    )
