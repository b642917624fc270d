"""Sentence models such as MiniLM through onnxruntime: texts that mean alike become vectors that lie close together."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processing.device import Device, open_session
from processing.processor import ModelUnavailableError
from resources.locate import resource

_TOKENS_MAX = 256
_TOGETHER = 16


class MiniLm:
    """The loaded model; `dimension` is the length of its vectors."""

    def __init__(self, session: Any, tokenizer: Any) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self._inputs = {one.name for one in session.get_inputs()}
        self.dimension = len(self.vectors(["a"])[0])

    @classmethod
    def load(cls, path: Path, device: Device = Device.CPU) -> "MiniLm":
        """Load an ONNX file, or a folder with one, and with `tokenizer.json` where its words are not BERT's.

        Raises:
            ModelUnavailableError: there is no ONNX file.
        """
        file = path if path.is_file() else next(iter(sorted(path.glob("*.onnx"))), None)
        if file is None:
            raise ModelUnavailableError(f"There is no text model (*.onnx) in {path}.")
        return cls(open_session(file, device), _tokenizer(file.parent / "tokenizer.json"))

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector of length 1 per text, n x dimension; of a text only the first 256 word pieces count."""
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        found: dict[int, NDArray[np.float32]] = {}
        for first in range(0, len(order), _TOGETHER):
            some = order[first : first + _TOGETHER]
            found.update(zip(some, self._some([texts[index] for index in some]), strict=True))
        return np.stack([found[index] for index in range(len(texts))]) if texts else np.zeros((0, 0), np.float32)

    def _some(self, texts: list[str]) -> NDArray[np.float32]:
        """Embed a few texts of like length together: the mean of their pieces, as the model was trained."""
        encoded = self._tokenizer.encode_batch(texts)
        ids = np.array([one.ids for one in encoded], np.int64)
        mask = np.array([one.attention_mask for one in encoded], np.int64)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        pieces = self._session.run(None, {name: given[name] for name in self._inputs})[0]
        weights = mask[:, :, None].astype(np.float32)
        mean = (pieces * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-9)
        return np.asarray(mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9), np.float32)


def _tokenizer(own: Path) -> Any:
    """Return the model's own tokenizer, else that of BERT's uncased vocabulary."""
    from tokenizers import BertWordPieceTokenizer, Tokenizer

    found: Any
    if own.is_file():
        found = Tokenizer.from_file(str(own))
    else:
        found = BertWordPieceTokenizer(str(resource("models", "bert_uncased_vocab.txt")), lowercase=True)
    found.enable_truncation(_TOKENS_MAX)
    found.enable_padding()
    return found
