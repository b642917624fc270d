"""Attaches files: Parquet, CSV and JSON by folder, Iceberg tables, on the disk or in an object store, as views."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

import duckdb

from storage.sql.child.attached import Attached, literal, name
from storage.sql.child.databases import load, tables_of
from storage.sql.messages import Source

_ENDINGS: Final = {"parquet": (".parquet",), "csv": (".csv", ".csv.gz", ".tsv"), "json": (".json", ".jsonl", ".ndjson")}
_READERS: Final = {
    "parquet": "read_parquet({files}, hive_partitioning={hive}, union_by_name=true)",
    "csv": "read_csv({files}, union_by_name=true)",
    "json": "read_json({files}, union_by_name=true)",
}
_PARTITION: Final = re.compile(r"[^/=]+=[^/]*$")
_OUR_MANIFEST: Final = "manifest.json"

Extension = Callable[[str], Path]


def attach_parquet(connection: duckdb.DuckDBPyConnection, source: Source, extension: Extension) -> Attached:
    """Attach a Parquet file, a folder of them, or a prefix of an object store."""
    return _attach(connection, source, extension, "parquet")


def attach_csv(connection: duckdb.DuckDBPyConnection, source: Source, extension: Extension) -> Attached:
    """Attach a CSV file or a folder of them."""
    return _attach(connection, source, extension, "csv")


def attach_json(connection: duckdb.DuckDBPyConnection, source: Source, extension: Extension) -> Attached:
    """Attach a JSON or JSON Lines file or a folder of them."""
    return _attach(connection, source, extension, "json")


def attach_iceberg(connection: duckdb.DuckDBPyConnection, source: Source, extension: Extension) -> Attached:
    """Attach an Iceberg table: the folder that holds `metadata/`. The table is called `data`."""
    load(connection, "avro", extension)
    load(connection, "iceberg", extension)
    remote = "://" in source.location
    place = _open_store(connection, source, extension) if remote else source.location.rstrip("/")
    metadata = _newest_metadata(connection, place)
    _catalog(connection, source)
    _view(connection, source, "data", f"iceberg_scan({literal(metadata)})")
    return Attached(source.name, source.kind, ("data",), (f"{place}/",), remote)


def _newest_metadata(connection: duckdb.DuckDBPyConnection, place: str) -> str:
    found = [
        row[0]
        for row in connection.execute("SELECT file FROM glob(?)", [f"{place}/metadata/*.metadata.json"]).fetchall()
    ]
    if not found:
        raise FileNotFoundError(f"there is no Iceberg table at {place}")
    return str(max(found, key=lambda path: (int((re.findall(r"(?:/|v)(\d+)[^/]*$", path) or ["0"])[0]), path)))


def _attach(connection: duckdb.DuckDBPyConnection, source: Source, extension: Extension, kind: str) -> Attached:
    remote = "://" in source.location
    place = _open_store(connection, source, extension) if remote else source.location.rstrip("/")
    if remote:
        pattern = place if place.endswith(_ENDINGS[kind]) else f"{place}/**/*{_ENDINGS[kind][0]}"
        found = [str(row[0]) for row in connection.execute("SELECT file FROM glob(?)", [pattern]).fetchall()]
    else:
        found = _local(Path(place), kind)
    if not found:
        raise FileNotFoundError(f"there are no {kind} files at {place}")
    _catalog(connection, source)
    for table, files in _tables(place, sorted(found)):
        listed = "[" + ", ".join(map(literal, files)) + "]"
        hive = "true" if "=" in files[0].removeprefix(place) else "false"
        reader = _READERS[kind].format(files=listed, hive=hive)
        _view(connection, source, table, reader)
    folder = place if not place.endswith(_ENDINGS[kind]) else place.rpartition("/")[0]
    return Attached(source.name, source.kind, tables_of(connection, source.name), (f"{folder}/",), remote)


def _catalog(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    connection.execute(f"ATTACH ':memory:' AS {name(source.name)}")


def _view(connection: duckdb.DuckDBPyConnection, source: Source, table: str, reader: str) -> None:
    connection.execute(f"CREATE VIEW {name(source.name)}.main.{name(table)} AS FROM {reader}")


def _local(place: Path, kind: str) -> list[str]:
    if place.is_file():
        return [place.as_posix()]
    return [
        path.as_posix()
        for path in place.rglob("*")
        if path.name.lower().endswith(_ENDINGS[kind]) and path.name != _OUR_MANIFEST and path.is_file()
    ]


def _tables(place: str, files: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Group files into tables: one per folder below (partitions of one folder together), or one per file of the top."""
    groups: dict[str, list[str]] = {}
    for file in files:
        inside = file.removeprefix(place).strip("/").split("/")
        folders = [part for part in inside[:-1] if not _PARTITION.match(part)]
        partitioned = len(folders) < len(inside) - 1
        stem = inside[-1].split(".")[0] if inside[-1] else Path(file).name.split(".")[0]
        key = "_".join(folders) if folders else ("data" if partitioned else stem)
        groups.setdefault(re.sub(r"\W", "_", key), []).append(file)
    yield from sorted(groups.items())


def _open_store(connection: duckdb.DuckDBPyConnection, source: Source, extension: Extension) -> str:
    """Let the connection into an object store and return the address without user and options.

    Written `s3://KEY@bucket/prefix?endpoint=host:port&tls=false&region=…`; the secret key is the source's password.
    """
    load(connection, "httpfs", extension)
    parts = urlsplit(source.location)
    options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    key, _, bucket = parts.netloc.rpartition("@")
    place = f"s3://{bucket}{parts.path}".rstrip("/")
    settings = [f"SCOPE {literal('s3://' + bucket)}", f"REGION {literal(options.get('region', 'us-east-1'))}"]
    if key:
        settings += [f"KEY_ID {literal(unquote(key))}", f"SECRET {literal(source.secret)}"]
    if "endpoint" in options:
        settings += [f"ENDPOINT {literal(options['endpoint'])}", "URL_STYLE 'path'"]
    if options.get("tls") == "false":
        settings.append("USE_SSL false")
    connection.execute(f"CREATE SECRET {name(source.name + '_store')} (TYPE s3, {', '.join(settings)})")
    return place
