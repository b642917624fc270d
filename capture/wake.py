"""Lets one thread sleep until another wakes it, a file descriptor has something to read, or time is up."""

import selectors
import socket
from types import TracebackType


class Wake:
    """One thread waits, any thread may set. Being set is remembered until the next wait.

    A socket pair rather than a condition, so that the same wait also watches the connections of a source.
    """

    def __init__(self) -> None:
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)

    def set(self) -> None:
        """End the wait that is under way, or the next one; does nothing after `close`."""
        try:
            self._writer.send(b"\0")
        except BlockingIOError:
            pass  # it is set many times over already
        except OSError:
            pass  # closed: nobody waits any more

    def wait(self, timeout_s: float | None, *descriptors: int) -> bool:
        """Wait until set, until a descriptor can be read, or for so long; tell whether time was not yet over."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._reader, selectors.EVENT_READ)
            for descriptor in descriptors:
                selector.register(descriptor, selectors.EVENT_READ)
            ready = selector.select(None if timeout_s is None else max(0.0, timeout_s))
        if any(key.fileobj is self._reader for key, _ in ready):
            self._drain()
        return bool(ready)

    def close(self) -> None:
        """Give the descriptors back."""
        self._reader.close()
        self._writer.close()

    def __enter__(self) -> "Wake":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _drain(self) -> None:
        try:
            while self._reader.recv(4096):
                pass
        except BlockingIOError:
            pass
