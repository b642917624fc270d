"""Holds what could not be kept because the disk is full, tries again ever later, and says what was lost."""

import logging
from collections import deque

from capture.source import Draft, SourceContext
from storage.log import LogFullError
from storage.media import MediaFullError

_log = logging.getLogger(__name__)

_FIRST_DELAY_S = 2.0
_LONGEST_DELAY_S = 30.0


class Outbox:
    """In order and bounded; for the one thread of a source that must not lose what it hears."""

    def __init__(self, context: SourceContext, most_bytes: int) -> None:
        """Hold at most so many bytes of content; beyond that the oldest is lost."""
        self._context = context
        self._most_bytes = most_bytes
        self._waiting: deque[Draft] = deque()
        self._held_bytes = 0
        self._delay_s = _FIRST_DELAY_S
        self._again_s: float | None = None

    @property
    def blocked(self) -> bool:
        """Whether what was handed in last could not be kept yet."""
        return self._again_s is not None

    def put(self, draft: Draft) -> None:
        """Keep this after all that waits."""
        self._waiting.append(draft)
        self._held_bytes += _size(draft)
        self.flush()
        while self._held_bytes > self._most_bytes:
            self._lose(self._waiting.popleft())

    def flush(self, *, last: bool = False) -> None:
        """Try again if it is time; `last`: now, and what cannot be kept is lost."""
        now_s = self._context.clock.monotonic_s()
        if self._again_s is not None and now_s < self._again_s and not last:
            return
        try:
            while self._waiting:
                self._context.keep(self._waiting[0])
                self._held_bytes -= _size(self._waiting.popleft())
        except (LogFullError, MediaFullError) as error:
            self._context.unavailable(str(error))
            self._again_s = now_s + self._delay_s
            self._delay_s = min(self._delay_s * 2, _LONGEST_DELAY_S)
        else:
            if self._again_s is not None:
                self._context.recording()
            self._again_s, self._delay_s = None, _FIRST_DELAY_S
        while last and self._waiting:
            self._lose(self._waiting.popleft())

    def _lose(self, draft: Draft) -> None:
        self._held_bytes -= _size(draft)
        self._context.status.lost(draft.start_us, draft.end_us, "The disk was full.")
        _log.warning("lost %.1f s that could not be kept: the disk is full", (draft.end_us - draft.start_us) / 1e6)


def _size(draft: Draft) -> int:
    return 1_000 + len(draft.content or b"")
