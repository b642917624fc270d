"""What a processor is: a declaration, and a pure function from observed events to derived ones.

This module is imported in worker processes and by plugins, so it stays light. Who calls it when is up to the pipeline.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from processing.device import Device
from storage.events import Event, JsonObject

ModelT = TypeVar("ModelT")
API_VERSION = 1
"""Version of what plugins are written against: this module. Raised when an older plugin would no longer work."""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A model found and verified on this computer.

    Attributes:
        name: as in `resources/models.toml`, or the last part of the path its owner gave.
        version: of the weights; for a path the first digits of its checksum.
        task: `vad`, `transcription`, `ocr`, …
        path: file, or folder where it consists of several.
        device: what it may run on.
    """

    name: str
    version: str
    task: str
    path: Path
    device: Device = Device.CPU


class ModelUnavailableError(Exception):
    """A model cannot be used; the message tells the owner why and what to do."""


@dataclass(frozen=True, slots=True)
class ProcessorSpec:
    """A processor's declaration.

    Attributes:
        name: short and lasting; names its consumer group.
        title: what people call it.
        version: of its method; raise it when results change, so that they can be told apart and made anew.
        consumes: patterns of topics it reads.
        produces: topics it derives.
        family: processors of one family share one worker process.
        models: per task the name in `resources/models.toml` or a path; `task/use` for a second model of a task.
        batch: most events handed over in one go.
        timeout_s: patience per event, after which the worker is taken for hung.
        priority: who goes first when not all may work; smaller is sooner.
        background: runs at low priority for processor and disk.
        parameters: what else shapes results; kept with each of them.
        api: of a plugin, the version of this interface that it was made for (`API_VERSION`); 0 where it ships with us.
        permissions: of a plugin, what it needs besides computing: `network`, `programs`, `files`, `database`.
        memory_mb: of a plugin, the most memory it may take.
    """

    name: str
    title: str
    version: str
    consumes: tuple[str, ...]
    produces: tuple[str, ...]
    family: str
    models: tuple[tuple[str, str], ...] = ()
    batch: int = 1
    timeout_s: float = 60.0
    priority: int = 50
    background: bool = True
    parameters: tuple[tuple[str, str | int | float | bool], ...] = ()
    api: int = 0
    permissions: tuple[str, ...] = ()
    memory_mb: int = 1_024


@dataclass(frozen=True, slots=True)
class Work:
    """One event to work on; `media` is a local file with its bytes, None where it has none."""

    event: Event
    media: Path | None


@dataclass(frozen=True, slots=True)
class Derived:
    """A result; the pipeline makes an event of it (uid, parent, device, provenance).

    Attributes:
        topic: one of those the processor produces.
        start_us: first microsecond.
        end_us: first microsecond after it.
        text: what search should find.
        data: after the topic's schema, without provenance.
        media: address of media that exists already, often the parent's.
        content: new bytes to put into the media store instead.
        content_kind: their MIME type.
        models: those of the declaration that made it, by task; none means all. Its identity follows from them.
    """

    topic: str
    start_us: int
    end_us: int
    text: str | None = None
    data: JsonObject = field(default_factory=dict)
    media: str | None = None
    content: bytes | None = None
    content_kind: str = "application/octet-stream"
    models: tuple[str, ...] = ()


class Processor(Protocol[ModelT]):
    """A member of `processing/processors`, or of a plugin.

    An instance is a frozen dataclass of its parameters: compared, hashed and sent to the worker process. It keeps no
    state; what `load` returns lives in the worker and may cache, never decide.
    """

    @property
    def spec(self) -> ProcessorSpec:
        """Declare what it reads, makes and needs."""
        ...

    def load(self, models: Mapping[str, ModelFile]) -> ModelT:
        """Import heavy libraries and load the models, by task; called once in each worker process.

        Raises:
            ModelUnavailableError: a model cannot be used.
        """
        ...

    def derive(self, work: Sequence[Work], model: ModelT) -> Sequence[Sequence[Derived]]:
        """Return the results for each piece of work, in the same order; no clock, database, network or thread."""
        ...
