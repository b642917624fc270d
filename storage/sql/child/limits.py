"""Bounds what the query process may take from the system, beyond what DuckDB counts itself."""

import contextlib
import sys

_ROOM_MB = 1_536
"""For libraries, results on their way and rows of the log being read."""


def apply(memory_mb: int) -> None:
    """Bound the memory this process can get; where the system cannot, the application watches from outside."""
    if sys.platform != "linux":
        return
    import resource

    most = (2 * memory_mb + _ROOM_MB) << 20
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
