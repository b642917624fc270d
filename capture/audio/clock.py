"""Turns positions in a stream of sound into wall-clock time, without gaps, jumps or drift.

A sound card counts by its own crystal, which runs some millionths fast or slow, and blocks arrive late by varying
amounts, never early. So the earliest arrivals of each stretch show the true offset, and the pace is bent towards it.
"""

_STRETCH_S = 10.0
_MOST_BEND = 0.005
_JUMP_US = 500_000


class SampleClock:
    """Positions are seconds of sound since the stream began. For one thread at a time."""

    def __init__(self) -> None:
        self._base_s = 0.0
        self._base_us: int | None = None
        self._pace = 1.0
        self._stretch_s = 0.0
        self._earliest_us: int | None = None
        self._asked = False

    def heard(self, position_s: float, at_us: int) -> None:
        """Take in that the sound before `position_s` arrived at a wall-clock time."""
        offset_us = at_us - round(position_s * 1_000_000)
        if self._base_us is None or (not self._asked and offset_us < self._base_us):
            self._base_us = offset_us
        if self._earliest_us is None or offset_us < self._earliest_us:
            self._earliest_us = offset_us
        if position_s - self._stretch_s >= _STRETCH_S:
            self._bend(position_s, self._earliest_us)
            self._stretch_s, self._earliest_us = position_s, None

    def time_us(self, position_s: float) -> int:
        """Return when the sound at this position was heard.

        Raises:
            ValueError: nothing was heard yet.
        """
        if self._base_us is None:
            raise ValueError("the stream has not begun")
        self._asked = True
        return self._base_us + round((position_s - self._base_s) * self._pace * 1_000_000)

    def _bend(self, position_s: float, earliest_us: int) -> None:
        """Go on from here towards the true offset, to reach it at the end of the next stretch."""
        if not self._asked:
            return
        now_us = self.time_us(position_s)
        error_us = earliest_us + round(position_s * 1_000_000) - now_us
        if abs(error_us) > _JUMP_US:  # the wall clock was set, or sound was lost below us
            now_us, error_us = now_us + error_us, 0
        bend = error_us / (_STRETCH_S * 1_000_000)
        self._base_s, self._base_us = position_s, now_us
        self._pace = 1.0 + max(-_MOST_BEND, min(_MOST_BEND, bend))
