"""The contract of a screen: which displays there are, their pixels, and whether anything was drawn."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from capture.area import Area

Pixels = NDArray[np.uint8]
"""Shape (height, width, 4), order blue, green, red, unused; owned by whoever receives it."""


@dataclass(frozen=True, slots=True)
class Display:
    """One monitor: its number from 0, and where it lies on the desktop."""

    index: int
    area: Area


@dataclass(frozen=True, slots=True)
class Told:
    """What a screen told of: something was drawn, the displays may have changed."""

    drawn: bool
    layout: bool


class Screen(Protocol):
    """A connection to all displays, for one thread. Every method may raise SourceUnavailableError.

    Attributes:
        descriptors: readable when something may have been drawn or the displays may have changed.
        poll_s: how often to look where nothing tells of changes, None where it does.
    """

    descriptors: tuple[int, ...]
    poll_s: float | None

    def displays(self) -> tuple[Display, ...]:
        """Return the displays as they are now."""
        ...

    def grab(self, display: Display) -> Pixels:
        """Return what a display shows now."""
        ...

    def told(self) -> Told:
        """Return, without waiting, what was told since the last call."""
        ...

    def settle(self) -> None:
        """Ask to be told of the next drawing: what was drawn until now is about to be seen."""
        ...

    def close(self) -> None:
        """Disconnect; raises nothing."""
        ...
