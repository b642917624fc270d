"""Silero voice activity through onnxruntime: how likely each 32 ms of sound is speech."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processing.device import Device, open_session
from processing.processor import ModelUnavailableError

RATE_HZ = 16_000
FRAME = 512
_CONTEXT = 64
_STATE = 128


@dataclass(frozen=True, slots=True)
class VadState:
    """What the model remembers between two pieces of one recording: hidden and cell state, and the last samples."""

    hidden: NDArray[np.float32]
    cell: NDArray[np.float32]
    context: NDArray[np.float32]


def fresh_state() -> VadState:
    """Return the state before any sound."""
    zero = np.zeros((1, 1, _STATE), np.float32)
    return VadState(zero, zero, np.zeros(_CONTEXT, np.float32))


class Silero:
    """The loaded model."""

    def __init__(self, session: Any) -> None:
        self._session = session

    @classmethod
    def load(cls, path: Path) -> "Silero":
        """Load `silero_vad_v6.onnx`, or the one file of that kind in a folder.

        Raises:
            ModelUnavailableError: there is none.
        """
        file = path if path.is_file() else next(iter(sorted(path.glob("*vad*.onnx"))), None)
        if file is None:
            raise ModelUnavailableError(f"There is no voice activity model (*vad*.onnx) in {path}.")
        # So little at a time costs more to hand to a graphics card than to compute.
        return cls(open_session(file, Device.CPU))

    def probabilities(self, samples: NDArray[np.float32], state: VadState) -> tuple[NDArray[np.float32], VadState]:
        """Return the probability of speech per frame of 512 samples, and the state after them.

        `samples` are mono at 16 kHz; a last incomplete frame is filled up with silence.
        """
        frames = -(-len(samples) // FRAME)
        if not frames:
            return np.zeros(0, np.float32), state
        padded = np.zeros(_CONTEXT + frames * FRAME, np.float32)
        padded[:_CONTEXT] = state.context
        padded[_CONTEXT : _CONTEXT + len(samples)] = samples
        windows = np.lib.stride_tricks.sliding_window_view(padded, _CONTEXT + FRAME)[::FRAME]
        found, hidden, cell = self._session.run(
            ["speech_probs", "hn", "cn"],
            {"input": np.ascontiguousarray(windows), "h": state.hidden, "c": state.cell},
        )
        return np.asarray(found, np.float32).reshape(-1), VadState(hidden, cell, padded[-_CONTEXT:].copy())
