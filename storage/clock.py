"""Time as an argument: whoever needs the time is handed a clock, so tests need not wait."""

import time
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time; safe to call from any thread."""

    def now_us(self) -> int:
        """Return microseconds since 1970 UTC."""
        ...

    def monotonic_s(self) -> float:
        """Return seconds that never jump, for intervals and deadlines only."""
        ...

    def tz_offset_min(self) -> int:
        """Return local time minus UTC in minutes, now."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now_us(self) -> int:
        return time.time_ns() // 1_000

    def monotonic_s(self) -> float:
        return time.monotonic()

    def tz_offset_min(self) -> int:
        offset = datetime.now().astimezone().utcoffset()
        return 0 if offset is None else int(offset.total_seconds()) // 60
