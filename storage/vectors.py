"""How meaning is written down: a text's vector in eight bits a number, and the events that carry vectors.

A text model turns a text into a direction; texts that mean alike point alike. Only directions count, so that a
vector may be scaled to use all of the eight bits.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from storage.events import JsonObject, JsonValue

Vector = NDArray[np.int8]
"""A direction, `dimension` numbers."""

_HIGHEST = 127


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text, characters `[start, end)`, and where it points."""

    start: int
    end: int
    vector: Vector


def quantise(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    """Return directions (n x dimension, floats) in eight bits a number, each scaled to its largest."""
    largest = np.maximum(np.abs(vectors).max(axis=-1, keepdims=True), 1e-9)
    return np.asarray(np.rint(vectors / largest * _HIGHEST), np.int8)


def codes(vectors: NDArray[np.int8]) -> NDArray[np.uint8]:
    """Return the sign of each number as a bit, n x dimension/8: how many differ tells roughly how far two are apart."""
    return np.packbits(vectors > 0, axis=-1, bitorder="little")


def similarities(query: Vector, vectors: NDArray[np.int8]) -> NDArray[np.float32]:
    """Return the cosine between one direction and each of n others, -1 to 1."""
    left, right = query.astype(np.float32), vectors.astype(np.float32)
    lengths = np.linalg.norm(right, axis=1) * np.linalg.norm(left)
    return np.asarray(right @ left / np.maximum(lengths, 1e-9), np.float32)


def as_data(model: str, passages: Sequence[Passage]) -> JsonObject:
    """Return the data of an event of topic `MEANING`."""
    return {
        "model": model,
        "dimension": len(passages[0].vector),
        "passages": [
            {"start": one.start, "end": one.end, "vector": b64encode(one.vector.tobytes()).decode()} for one in passages
        ],
    }


def passages_of(data: Mapping[str, JsonValue]) -> tuple[Passage, ...]:
    """Return what an event of topic `MEANING` carries; what is not of its dimension is left out."""
    found = data.get("passages")
    if not isinstance(found, Sequence) or isinstance(found, str):
        return ()
    read = [_passage(one) for one in found if isinstance(one, Mapping)]
    return tuple(one for one in read if len(one.vector) == data.get("dimension"))


def _passage(data: Mapping[str, JsonValue]) -> Passage:
    start, end = data.get("start"), data.get("end")
    return Passage(
        start if isinstance(start, int) else 0,
        end if isinstance(end, int) else 0,
        np.frombuffer(b64decode(str(data.get("vector", ""))), np.int8),
    )
