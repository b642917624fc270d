"""Sources beside the recordings: reads their addresses and tells what kind each is."""

import re
from enum import StrEnum
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit, urlunsplit

from storage.sql.engine import QueryError
from storage.sql.messages import Source
from storage.sql.trino.address import parse_address

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,62}")
_RESERVED: Final = {"live", "store", "main", "memory", "system", "temp", "pg_catalog", "information_schema"}


class Kind(StrEnum):
    """What a source is; the value is what the settings and the tree call it."""

    SQLITE = "sqlite"
    MEMOS = "memos"
    DAYTRAIL = "daytrail"
    POSTGRES = "postgres"
    PARQUET = "parquet"
    CSV = "csv"
    JSON = "json"
    ICEBERG = "iceberg"
    TRINO = "trino"


BY_SQLITE_SCANNER: Final = frozenset({Kind.SQLITE, Kind.MEMOS, Kind.DAYTRAIL})
"""Kinds that DuckDB reads with its SQLite scanner."""

TITLES: Final = {
    Kind.SQLITE: "SQLite file",
    Kind.MEMOS: "memos",
    Kind.DAYTRAIL: "Daytrail",
    Kind.POSTGRES: "PostgreSQL",
    Kind.PARQUET: "Parquet",
    Kind.CSV: "CSV",
    Kind.JSON: "JSON",
    Kind.ICEBERG: "Iceberg",
    Kind.TRINO: "Trino",
}
_FILES: Final = {
    Kind.PARQUET: (".parquet",),
    Kind.CSV: (".csv", ".csv.gz", ".tsv"),
    Kind.JSON: (".json", ".jsonl", ".ndjson"),
}


def parse_source(name: str, address: str) -> Source:
    """Return the source of an address, with a password in it taken out.

    Addresses: a file or folder; `memos:FILE`, `sqlite:FILE`, `daytrail:FOLDER`, `parquet:`, `csv:`, `json:` or
    `iceberg:` before a folder or s3://; `postgresql://user:password@host/database`; `s3://bucket/prefix`;
    `trino://user:password@host:port/catalog`, which is a server with an engine of its own.

    Raises:
        QueryError: the name or the address cannot be used.
    """
    if not _NAME.fullmatch(name) or name.lower() in _RESERVED:
        raise QueryError(
            f"“{name}” cannot be the name of a source; use letters, digits and _, and none of Daytrail's own."
        )
    scheme, found, rest = address.partition(":")
    if found and scheme in set(Kind) - {Kind.POSTGRES, Kind.TRINO} and rest:
        return _at(name, Kind(scheme), rest)
    if scheme in ("postgresql", "postgres"):
        location, secret = _without_password(address)
        return Source(name, Kind.POSTGRES, location, secret)
    if scheme == Kind.TRINO:
        location, secret = _without_password(address)
        parse_address(location, secret)
        return Source(name, Kind.TRINO, location, secret)
    if scheme == "s3":
        return Source(name, Kind.PARQUET, *_without_password(address))
    path = Path(address).expanduser()
    if not path.exists():
        raise QueryError(f"There is nothing at {address}; check the address of the source “{name}”.")
    return _at(name, recognise(path), address)


def recognise(path: Path) -> Kind:
    """Return what a file or folder is, by what it holds.

    Raises:
        QueryError: it is nothing that can be asked.
    """
    if path.is_file():
        with path.open("rb") as file:
            if file.read(16) == b"SQLite format 3\0":
                return Kind.SQLITE
        for kind, endings in _FILES.items():
            if path.name.lower().endswith(endings):
                return kind
        raise QueryError(f"{path.name} is no SQLite, Parquet, CSV or JSON file.")
    if (path / "daytrail.sqlite").is_file():
        return Kind.DAYTRAIL
    if (path / "metadata").is_dir() and any((path / "metadata").glob("*.metadata.json")):
        return Kind.ICEBERG
    for kind, endings in _FILES.items():
        if any(each.name.lower().endswith(endings) for each in path.rglob("*") if each.name != "manifest.json"):
            return kind
    raise QueryError(f"{path} holds nothing that can be asked: no Parquet, CSV, JSON or Iceberg.")


def _at(name: str, kind: Kind, place: str) -> Source:
    if "://" in place:
        return Source(name, kind, *_without_password(place))
    return Source(name, kind, str(Path(place).expanduser().absolute()))


def _without_password(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    if parts.password is None:
        return address, ""
    user = parts.netloc.rpartition("@")[0].partition(":")[0]
    return urlunsplit(parts._replace(netloc=f"{user}@{parts.netloc.rpartition('@')[2]}")), unquote(parts.password)
