"""What the application and the query process say to one another over their pipe."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from storage.sql.engine import Catalog, Value


@dataclass(frozen=True, slots=True)
class Source:
    """A source to attach: `secret` is its password, which is in no file and no log.

    Attributes:
        name: as statements write it.
        kind: see `storage.sql.attachments.Kind`.
        location: path or address, without password.
        secret: "" for none.
    """

    name: str
    kind: str
    location: str
    secret: str = ""


@dataclass(frozen=True, slots=True)
class Setup:
    """What a query process is started with; all it can ever reach.

    Attributes:
        home: the data folder behind `live`, None without it.
        sources: what is attached beside it.
        memory_mb: memory of the engine; the whole process may take twice that and 512 MB.
        threads: for one statement.
        zone: IANA name of the owner's time zone, "" for UTC.
        nice: politeness, 0 to 19.
    """

    home: Path | None
    sources: tuple[Source, ...]
    memory_mb: int
    threads: int
    zone: str
    nice: int = 10


@dataclass(frozen=True, slots=True)
class Ask:
    """Run a statement (parameters as `$name`), at most `rows` rows; `explain` returns its plan as text instead."""

    number: int
    sql: str
    parameters: Mapping[str, Value]
    rows: int
    explain: bool = False


@dataclass(frozen=True, slots=True)
class Describe:
    """List the tables of every source."""

    number: int


@dataclass(frozen=True, slots=True)
class Cancel:
    """Stop the request of this number."""

    number: int


@dataclass(frozen=True, slots=True)
class Described:
    """The tables of every source."""

    catalogs: tuple[Catalog, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What goes on before there are rows, and how much of it is done (0 to 1)."""

    text: str
    share: float | None


@dataclass(frozen=True, slots=True)
class Started:
    """The sources are ready and the statement runs from now on; its time counts from here."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of the Arrow IPC stream of a result; the first holds the schema alone."""

    content: bytes
    rows: int


@dataclass(frozen=True, slots=True)
class Done:
    """The result is complete, or cut off at the limit."""

    cut_off: bool = False
    text: str = ""


class Blame(StrEnum):
    """Why a request failed."""

    STATEMENT = "statement"
    REFUSED = "refused"
    STOPPED = "stopped"
    MEMORY = "memory"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Failed:
    """Why there is no result, with the place in the statement where there is one."""

    blame: Blame
    message: str
    line: int = 0
    column: int = 0
    length: int = 1
