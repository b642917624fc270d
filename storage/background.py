"""A part that works in a thread of its own between `start` and `stop`; what it does there is up to who derives from it.

Here, at the bottom, since both the application and the pipeline have such parts.
"""

import threading
from abc import ABC, abstractmethod


class Background(ABC):
    """A thread that is asked to end, not made to. Any thread may call `start`, `stop` and `stopping`."""

    def __init__(self, name: str) -> None:
        """`name` is the thread's, for whoever looks at a stack."""
        self._name = name
        self._asked = threading.Event()
        self._thread: threading.Thread | None = None

    @abstractmethod
    def run(self) -> None:
        """Work until `stopping`; called in the thread."""

    @property
    def stopping(self) -> bool:
        """Whether it has been asked to end."""
        return self._asked.is_set()

    def start(self) -> None:
        """Begin; twice is once. After a `stop` that ran out of time it waits until the old thread has ended."""
        if self._thread is not None and self._thread.is_alive():
            if not self.stopping:
                return
            self._thread.join()
        self._asked.clear()
        self._thread = threading.Thread(target=self.run, name=self._name, daemon=True)
        self._thread.start()

    def stop(self, deadline_s: float) -> bool:
        """Ask it to end, and return whether it did in time; true where it never began."""
        self._asked.set()
        if self._thread is None:
            return True
        self._thread.join(deadline_s)
        return not self._thread.is_alive()

    def rest(self, seconds: float) -> bool:
        """Wait so long, or until it is asked to end; return whether it was."""
        return self._asked.wait(seconds)
