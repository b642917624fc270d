"""How a processor is doing, in words its owner understands."""

from dataclasses import dataclass
from enum import StrEnum


class ProcessorState(StrEnum):
    """What a processor is doing now."""

    OFF = "off"
    UP_TO_DATE = "up to date"
    WORKING = "working"
    WAITING = "waiting"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class ProcessorHealth:
    """A processor's state.

    Attributes:
        name: as registered (`vad`, `transcription`, `ocr`, `thumbnail`).
        title: what people call it.
        state: what it is doing.
        cause: why it waits or is unavailable; "" otherwise.
        backlog: entries of the log it has not worked off.
        estimate_s: when that will be done at the measured speed, None where unknown.
        done: entries worked off since start.
        failed: entries put aside since start.
    """

    name: str
    title: str
    state: ProcessorState
    cause: str = ""
    backlog: int = 0
    estimate_s: float | None = None
    done: int = 0
    failed: int = 0
