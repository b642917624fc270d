"""Writes parameters into a statement as literals of Trino, and finds places of the result in the statement again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from storage.sql.engine import Value
from storage.sql.parameters import chosen, replaced


@dataclass(frozen=True, slots=True)
class Written:
    """A statement with its values; `moves` tells where in it (line, column from 1) text grew by how many characters."""

    sql: str
    moves: tuple[tuple[int, int, int], ...]

    def place(self, line: int, column: int) -> tuple[int, int]:
        """Return where something that stands here in `sql` stands in the statement that was written."""
        grown = sum(by for at, after, by in self.moves if at == line and after < column)
        return line, max(1, column - grown)


def with_values(sql: str, values: Mapping[str, Value]) -> Written:
    """Return the statement with a literal for each `:name`.

    Raises:
        QueryError: it names a parameter that has no value.
    """
    needed = chosen(sql, values)
    text, places = replaced(sql, lambda name: literal(needed[name]))
    moves = []
    for start, by in places:
        before = text[:start]
        moves.append((before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1, by))
    return Written(text, tuple(moves))


def literal(value: Value) -> str:
    """Return a value as Trino writes it."""
    match value:
        case None:
            return "NULL"
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return str(value)
        case float():
            return f"CAST('{value!r}' AS DOUBLE)"
        case datetime():
            zoned = value.astimezone(UTC)
            return f"TIMESTAMP '{zoned:%Y-%m-%d %H:%M:%S.%f} UTC'"
        case date():
            return f"DATE '{value.isoformat()}'"
    lines = ["'" + line.replace("'", "''") + "'" for line in value.split("\n")]
    return lines[0] if len(lines) == 1 else "(" + " || chr(10) || ".join(lines) + ")"
