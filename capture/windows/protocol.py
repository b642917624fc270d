"""The contract of a window system: which windows are there, where, and which is in front."""

from dataclasses import dataclass
from typing import Protocol

from capture.area import Area
from capture.health import SourceUnavailableError
from capture.wake import Wake


@dataclass(frozen=True, slots=True)
class Window:
    """A window on the screen.

    Attributes:
        id: the system's number for it.
        app: what the application calls itself.
        title: its title, "" without one.
        process: name of the program, "" where unknown.
        pid: of that program, None where unknown.
        names: everything that an exclusion by application is matched against.
        area: where it is, decoration included; None where not asked for.
        opaque: whether it hides what lies below it.
    """

    id: int
    app: str
    title: str
    process: str = ""
    pid: int | None = None
    names: tuple[str, ...] = ()
    area: Area | None = None
    opaque: bool = True


class WindowSystemError(SourceUnavailableError):
    """Windows cannot be seen now; the message says why and what to do."""


class WindowSystem(Protocol):
    """A connection to a window system, for one thread. Every method may raise WindowSystemError.

    Attributes:
        descriptors: to wait on for changes, besides the wake handed to `listen`.
        poll_s: how often to look where the system tells nothing, None where it does.
    """

    descriptors: tuple[int, ...]
    poll_s: float | None

    def listen(self, wake: Wake) -> None:
        """Ask to be told, through `descriptors` or the wake, when another window or title comes to the front."""
        ...

    def changed(self) -> bool:
        """Take in what was told, without waiting; tell whether the window in front or its title may be another."""
        ...

    def focused(self) -> Window | None:
        """Return the window in front, without its area; None while there is none."""
        ...

    def visible(self) -> tuple[Window, ...]:
        """Return the windows that can be seen, with their areas, from the lowest to the topmost."""
        ...

    def close(self) -> None:
        """Disconnect; raises nothing."""
        ...
