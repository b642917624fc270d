"""A multilingual E5 in four bits, with the engine that its package carries: texts that mean alike, in any language.

The engine is a library of C functions; the package's own Python is not run.
"""

import ctypes
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from processing.processor import ModelUnavailableError

_WEIGHTS, _ENGINE = "e5-small-q4.bin", "_engine*"
_AS_QUERY = 1
_LONGEST = 1_000
"""Characters of a text that count: about as much as the word pieces that the other models look at."""
_FLOATS = ctypes.POINTER(ctypes.c_float)
_COMMONPLACE = (
    "The weather was nice today.",
    "Please send me the report by Friday.",
    "file edit view help window settings",
    "Das Treffen beginnt um zehn Uhr.",
    "error: connection refused, retrying in 5 seconds",
    "J'ai acheté du pain et du lait.",
    "The team won the match in the last minute.",
    "función que devuelve la suma de dos números",
    "Her new book tells the story of a lighthouse.",
    "价格 数量 总计 订单",
    "Спасибо за письмо, до скорой встречи.",
    "Add two eggs and stir until smooth.",
)
"""Texts about nothing in particular. All vectors of E5 point much the same way; what these share is taken from each."""


class E5:
    """The loaded model; `dimension` is the length of its vectors. Used by one thread."""

    def __init__(self, engine: ctypes.CDLL, weights: Path) -> None:
        engine.e5_load.restype, engine.e5_load.argtypes = ctypes.c_void_p, [ctypes.c_char_p]
        engine.e5_dim.restype, engine.e5_dim.argtypes = ctypes.c_int, [ctypes.c_void_p]
        engine.e5_embed.restype = ctypes.c_int
        engine.e5_embed.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int, _FLOATS]
        self._engine = engine
        self._model = engine.e5_load(str(weights).encode())
        if not self._model:
            raise ModelUnavailableError(f"The text model {weights} cannot be loaded.")
        self.dimension = int(engine.e5_dim(self._model))
        self._common = np.mean([self._raw(text) for text in _COMMONPLACE], axis=0)

    @classmethod
    def holds(cls, path: Path) -> bool:
        """Tell whether a folder is that of the package."""
        return (path / _WEIGHTS).is_file()

    @classmethod
    def load(cls, path: Path) -> "E5":
        """Load weights and engine of a folder.

        Raises:
            ModelUnavailableError: there is no engine for this system.
        """
        engine = next((one for one in sorted(path.glob(_ENGINE)) if one.suffix in {".so", ".pyd", ".dylib"}), None)
        try:
            if engine is None:
                raise OSError("it is not there")
            return cls(ctypes.CDLL(str(engine)), path / _WEIGHTS)
        except OSError as error:
            raise ModelUnavailableError(f"The engine of the text model in {path} cannot be used: {error}.") from error

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector of length 1 per text, n x dimension; of a long text its beginning counts."""
        found = np.empty((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            found[row] = self._raw(text) - self._common
        return np.asarray(found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9), np.float32)

    def _raw(self, text: str) -> NDArray[np.float32]:
        out = np.empty(self.dimension, np.float32)
        # As both sides may be asked for the other, question and text are embedded the same way.
        beginning = text[:_LONGEST].replace("\0", " ").encode()
        self._engine.e5_embed(self._model, beginning, _AS_QUERY, out.ctypes.data_as(_FLOATS))
        return out
