"""Waits for something outside this process that cannot send a signal when it is ready."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

PATIENCE_S = 60.0
POLL_S = 0.05

_Found = TypeVar("_Found")


class TookTooLongError(Exception):
    """What was waited for did not happen in time; the message says what it was."""


def until(
    probe: Callable[[], _Found | None], what: str, *, timeout_s: float = PATIENCE_S, poll_s: float = POLL_S
) -> _Found:
    """Call `probe` until it returns something true, and return that.

    Raises:
        TookTooLongError: it did not within `timeout_s`; `what` names the thing in the message.
    """
    deadline = time.monotonic() + timeout_s
    pace = threading.Event()
    while not (found := probe()):
        if time.monotonic() >= deadline:
            raise TookTooLongError(f"Waited {timeout_s:g} s for {what}, in vain.")
        pace.wait(poll_s)
    return found
