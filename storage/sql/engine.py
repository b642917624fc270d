"""The contract of a query engine: one read-only statement in, Arrow batches out. Knows no engine in particular."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, Protocol

PLAN: Final = "plan"
"""The one column of an answer that tells how a statement would be run, a line a row."""

Value = bool | int | float | str | date | datetime | None
"""A parameter of a statement."""

Batch = Any
"""A `pyarrow.RecordBatch`; pyarrow is loaded by those who read results, not by those who ask."""


class QueryError(Exception):
    """The statement could not be run; the message says why and what to do.

    Attributes:
        line: of the place in the statement, from 1; 0 where there is none.
        column: of that place, from 1.
        length: of what is wrong there, in characters.
    """

    def __init__(self, message: str, line: int = 0, column: int = 0, length: int = 1) -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.length = length


class QueryRefusedError(QueryError):
    """The statement does something that queries may not do."""


class QueryStoppedError(QueryError):
    """The statement was cancelled or ran into a limit."""


class SourceAwayError(QueryError):
    """A source that the statement names cannot be reached now; statements about others go on."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one statement may take: `seconds` of time, `memory_mb` of memory, `rows` of result (more are cut off)."""

    seconds: float = 60.0
    memory_mb: int = 1_024
    rows: int = 10_000_000


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with its parameters (written `:name`) and limits."""

    sql: str
    parameters: Mapping[str, Value] = field(default_factory=dict)
    limits: Limits = Limits()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, SQL type, and what it holds (with the unit) where that is known."""

    name: str
    type: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view as statements name it inside its catalog; `columns` empty means not looked at yet."""

    name: str
    columns: tuple[Column, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class Catalog:
    """A source that statements can name: its tables, or why it is away.

    Attributes:
        name: as statements write it, `live` for what is recorded here.
        kind: what it is, for people: "recordings", "SQLite file", "PostgreSQL".
        tables: what it has.
        away: why it cannot be reached, "" when it can.
    """

    name: str
    kind: str
    tables: tuple[Table, ...] = ()
    away: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a statement is: rows that have come so far, and a share from 0 to 1 (None where not known) of what."""

    rows: int = 0
    share: float | None = None
    step: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """How a statement went: rows, milliseconds to the first and the last of them, the sources it read.

    `cut_off` when there were more rows than its limit.
    """

    rows: int
    first_ms: float
    elapsed_ms: float
    sources: tuple[str, ...]
    cut_off: bool = False


class Run(Protocol):
    """One statement under way. One thread reads; `progress` and `cancel` may be called from any."""

    def schema(self) -> Any:
        """Wait for the columns and return them as a `pyarrow.Schema`; raises what `batches` raises."""
        ...

    def batches(self) -> Iterator[Batch]:
        """Yield record batches as they come.

        Raises:
            QueryError: it failed, was refused, stopped, or a source is away.
        """
        ...

    def progress(self) -> Progress:
        """Return how far it is."""
        ...

    def cancel(self) -> None:
        """Stop it at once; `batches` then raises QueryStoppedError. Cancelling what has ended does nothing."""
        ...

    def summary(self) -> Summary:
        """Return how it went; to be called when `batches` has ended."""
        ...

    def close(self) -> None:
        """Cancel when it still runs, and let go of what it holds."""
        ...


class Engine(Protocol):
    """Runs statements. Any thread may call; several statements may run at once."""

    name: str
    """What people call it."""
    dialect: str
    """Of its SQL, as sqlglot calls it."""

    def catalogs(self) -> Sequence[Catalog]:
        """Return every source with its tables; one that is away says so and does not stop the others."""
        ...

    def check(self, sql: str) -> None:
        """Look at a statement without running it.

        Raises:
            QueryError: it cannot be parsed (with the place).
            QueryRefusedError: it does what queries may not do.
        """
        ...

    def run(self, statement: Statement) -> Run:
        """Start a statement; returns at once, and what is wrong with it comes out of the run."""
        ...

    def explain(self, statement: Statement) -> str:
        """Return how the statement would be run."""
        ...

    def close(self) -> None:
        """Stop what runs and end the processes."""
        ...
