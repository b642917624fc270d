"""NVIDIA Parakeet TDT through onnx-asr, from a folder that its owner brings: sound to words with times.

The folder is that of the ONNX export: config.json, vocab.txt, encoder-model and decoder_joint-model, whole or `.int8`.
"""

import zlib
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processing.device import Device, offered_providers, providers, session_options, with_fallback
from processing.processor import ModelUnavailableError
from processing.spoken import Passage, Word

_KIND = "nemo-conformer-tdt"
_FRAME_S = 0.08
_SPACES = ("▁", " ")


class Parakeet:
    """The loaded model; it knows its languages by itself and does not tell which it heard."""

    def __init__(self, recogniser: Any) -> None:
        self._recogniser = recogniser

    @classmethod
    def holds(cls, path: Path) -> bool:
        """Tell whether a folder is one of Parakeet's, whole or not."""
        return any(path.glob("encoder-model*.onnx")) and (path / "vocab.txt").is_file()

    @classmethod
    def load(cls, path: Path, device: Device = Device.CPU) -> "Parakeet":
        """Load the folder, the eight-bit files where they are there; nothing is downloaded.

        Raises:
            ModelUnavailableError: a file is not there.
        """
        small = (path / "encoder-model.int8.onnx").is_file()
        suffix = ".int8" if small else ""
        wanted = ("config.json", "vocab.txt", f"encoder-model{suffix}.onnx", f"decoder_joint-model{suffix}.onnx")
        absent = [name for name in wanted if not (path / name).is_file()]
        if absent:
            raise ModelUnavailableError(f"The folder {path} is no Parakeet model for onnx-asr: no {absent[0]}.")
        import onnx_asr

        def make(chosen: list[str]) -> Any:
            options = session_options()
            quantization = "int8" if small else None
            return onnx_asr.load_model(
                _KIND, path, quantization=quantization, sess_options=options, providers=chosen
            ).with_timestamps()

        return cls(with_fallback(providers(device, offered_providers()), make))

    def transcribe(self, takes: Sequence[NDArray[np.float32]], language: str, beam: int) -> list[list[Passage]]:
        """See `processing.spoken.Transcriber`; `beam` has no meaning here, and `language` is taken as told."""
        del beam
        told = "" if language == "auto" else language
        return [self._one(take, told) if len(take) else [] for take in takes]

    def _one(self, samples: NDArray[np.float32], language: str) -> list[Passage]:
        found = self._recogniser.recognize(samples, sample_rate=16_000)
        words = words_of(found.tokens or [], found.timestamps or [], found.logprobs or [], len(samples) / 16_000)
        if not words:
            return []
        raw = found.text.encode()
        compression = len(raw) / len(zlib.compress(raw))
        return [Passage(tuple(words), language, 0.0, compression, fmean(found.logprobs))]


def words_of(
    tokens: Sequence[str], times_s: Sequence[float], log_probabilities: Sequence[float], length_s: float
) -> list[Word]:
    """Join pieces of words; a word ends where the next piece of sound begins, a frame after its last piece at least."""
    pieces = list(zip(tokens, times_s, log_probabilities, strict=True))
    starts = [index for index, (token, *_) in enumerate(pieces) if index == 0 or token.startswith(_SPACES)]
    words = []
    for number, first in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(pieces)
        own = pieces[first:end]
        text = "".join(token for token, *_ in own).replace("▁", " ").strip()
        if not text:
            continue
        until_s = min(own[-1][1] + _FRAME_S, pieces[end][1] if end < len(pieces) else length_s)
        sure = float(np.exp(fmean(logprob for *_, logprob in own)))
        words.append(Word(f" {text}", own[0][1], max(until_s, own[0][1]), sure))
    return words
