"""What plugins that capture are written against: a source that observes, an importer that reads files.

Both are frozen dataclasses of their owner's options, made in a process of their own. Nothing here touches a database.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from storage.events import JsonObject

API_VERSION = 1
"""Version of this module. Raised when an older plugin would no longer work."""


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """A source's declaration.

    Attributes:
        name: short and lasting; as in settings and coverage.
        title: what people call it.
        topics: topics it may observe; all of them registered, by this plugin or another.
        api: version of the interface it was made for (`API_VERSION`).
        permissions: what it needs besides computing: `network`, `programs`, `files`, `database`.
        memory_mb: the most memory it may take.
    """

    name: str
    title: str
    topics: tuple[str, ...]
    api: int
    permissions: tuple[str, ...] = ()
    memory_mb: int = 512


@dataclass(frozen=True, slots=True)
class Observed:
    """Something observed; times in microseconds UTC, `[start_us, end_us)`, equal for an instant.

    Attributes:
        topic: one of those declared.
        start_us: first microsecond.
        end_us: first microsecond after it.
        data: after the topic's schema.
        text: what search should find.
        content: bytes for the media store, None without any.
        kind: their MIME type.
        uncertainty_us: ± error of the times.
    """

    topic: str
    start_us: int
    end_us: int
    data: JsonObject = field(default_factory=dict)
    text: str | None = None
    content: bytes | None = None
    kind: str = ""
    uncertainty_us: int = 0


class Context(Protocol):
    """All that a source is given, for one run between two pauses."""

    def over(self) -> bool:
        """Tell whether the run should end."""
        ...

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until the run should end; tell whether it should. The only way to wait."""
        ...

    def now_us(self) -> int:
        """Return the time."""
        ...

    def keep(self, observed: Observed) -> str | None:
        """Store it, durably; return its uid in hex digits, None when nothing may be kept any more.

        Raises:
            RefusedError: the topic was not declared, or there is no room.
        """
        ...

    def extend(self, uid: str, end_us: int) -> bool:
        """Move the end of an open span; False when that may not be, or its owner has deleted it meanwhile."""
        ...

    def recording(self, detail: str = "") -> None:
        """Say that all is well, and what is recorded from."""
        ...

    def unavailable(self, cause: str) -> None:
        """Say in a sentence for the owner why nothing can be recorded now."""
        ...


class RefusedError(Exception):
    """Something was not kept; the message says why."""


class Source(Protocol):
    """Something that observes. A fresh one is made, in a fresh process, for each run."""

    @property
    def spec(self) -> SourceSpec:
        """Declare what it observes and needs."""
        ...

    def run(self, context: Context) -> None:
        """Observe until `context.over()`, then return within two seconds."""
        ...


@dataclass(frozen=True, slots=True)
class ImporterSpec:
    """An importer's declaration; see `SourceSpec`. `title` names the format."""

    name: str
    title: str
    topics: tuple[str, ...]
    api: int
    permissions: tuple[str, ...] = ()
    memory_mb: int = 1_024


@dataclass(frozen=True, slots=True)
class Read:
    """Something read from a file.

    Attributes:
        key: names it among all that this importer ever reads, so that importing twice adds nothing.
        topic: one of those declared.
        start_us: first microsecond.
        end_us: first microsecond after it.
        data: after the topic's schema.
        text: what search should find.
        device: where it was recorded; "" for this computer.
        tz_offset_min: local time minus UTC where known.
        uncertainty_us: ± error of the times, negative = "not before".
    """

    key: str
    topic: str
    start_us: int
    end_us: int
    data: JsonObject = field(default_factory=dict)
    text: str | None = None
    device: str = ""
    tz_offset_min: int | None = None
    uncertainty_us: int = 0


class Importer(Protocol):
    """Reads one kind of file or folder."""

    @property
    def spec(self) -> ImporterSpec:
        """Declare what it reads and needs."""
        ...

    def recognises(self, path: Path) -> bool:
        """Tell from what it holds whether this is the format."""
        ...

    def count(self, path: Path) -> int | None:
        """Return how many there will be, None where that cannot be told without reading all."""
        ...

    def read(self, path: Path) -> Iterator[Read]:
        """Yield what it holds, with flat memory.

        Raises:
            ValueError: it cannot be read; the message says what is wrong and where, for the owner.
        """
        ...
