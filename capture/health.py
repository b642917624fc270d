"""How a source is doing, in words its owner understands."""

from dataclasses import dataclass
from enum import StrEnum


class SourceState(StrEnum):
    """What a source is doing now."""

    OFF = "off"
    STARTING = "starting"
    RECORDING = "recording"
    PAUSED = "paused"
    PRIVATE = "private"
    EXCLUDED = "excluded"
    UNAVAILABLE = "unavailable"
    CRASHED = "crashed"


class SourceUnavailableError(Exception):
    """There is nothing to record from now; the message tells the owner why and what to do. It is tried again later."""


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """A source's state.

    Attributes:
        name: `screen`, `windows`, `input`, `microphone`, `loudspeaker`, `camera` or `clipboard`.
        title: what people call it.
        state: what it is doing.
        cause: why, in a sentence, when it is not recording; "" otherwise.
        detail: what it records from ("2 displays", "Built-in microphone"); "" where unknown.
        events: appended since it was started.
        last_event_us: when the newest of them happened, None before the first.
    """

    name: str
    title: str
    state: SourceState
    cause: str = ""
    detail: str = ""
    events: int = 0
    last_event_us: int | None = None
