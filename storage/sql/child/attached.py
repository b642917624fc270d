"""What became of a source that was attached, and how names are quoted."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attached:
    """A source inside the connection.

    Attributes:
        name: as statements write it.
        kind: see `storage.sql.attachments.Kind`.
        tables: their names, with the schema before it where that is not the usual one.
        folders: of the file system or of an object store, which statements about it must reach.
        remote: whether statements about it need the network through DuckDB.
        away: why it cannot be reached, "" when it can.
    """

    name: str
    kind: str
    tables: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    remote: bool = False
    away: str = ""


def name(text: str) -> str:
    """Return a quoted SQL name."""
    return '"' + text.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a quoted SQL string."""
    return "'" + text.replace("'", "''") + "'"
