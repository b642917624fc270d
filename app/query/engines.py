"""Opens the engine of a data folder with the sources its owner has attached, and those of attached servers."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.query.memory import QueryMemory
from app.query.secrets import drop_password, get_password, put_password
from storage.sql.attachments import Kind, parse_source
from storage.sql.duck import DuckDbEngine
from storage.sql.engine import Catalog, Engine, QueryError, Table
from storage.sql.messages import Source
from storage.sql.trino.engine import TrinoEngine, quoted
from storage.sql.zone import zone_name


def open_engine(home: Path, memory: QueryMemory) -> DuckDbEngine:
    """Return an engine over the recordings (when there are any) and the attached sources that can be read."""
    recorded = home if (home / "daytrail.sqlite").exists() else None
    return DuckDbEngine(recorded, beside(remembered_sources(memory)), zone=zone_name())


def open_servers(memory: QueryMemory) -> dict[str, Engine]:
    """Return the attached servers, which run statements themselves, by name; none of them is asked anything yet."""
    found: dict[str, Engine] = {}
    for source in remembered_sources(memory):
        if source.kind == Kind.TRINO:
            try:
                found[source.name] = TrinoEngine(source, zone=zone_name())
            except QueryError:
                continue  # its address makes no sense any more: it was changed by hand
    return found


def beside(sources: Sequence[Source]) -> tuple[Source, ...]:
    """Return those sources that stand beside the recordings in one statement."""
    return tuple(source for source in sources if source.kind != Kind.TRINO)


def as_source(name: str, server: Engine) -> Catalog:
    """Return what a server has as one source: its tables are called as its statements write them. Asks the server."""
    catalogs = server.catalogs()
    away = next((catalog.away for catalog in catalogs if catalog.away), "")
    tables = tuple(
        Table(f"{quoted(catalog.name)}.{table.name}", table.columns, table.description)
        for catalog in catalogs
        for table in catalog.tables
    )
    return Catalog(name, Kind.TRINO, tables, "" if tables else away)


def remembered_sources(memory: QueryMemory) -> tuple[Source, ...]:
    """Return the attached sources with their passwords; one whose address makes no sense any more is left out."""
    found = []
    for name, address in memory.now.sources.items():
        try:
            source = parse_source(name, address)
        except QueryError:
            source = Source(name, "sqlite", address)  # gone for now: it says so when it is asked
        found.append(replace(source, secret=get_password(name)) if not source.secret else source)
    return tuple(found)


def attach(memory: QueryMemory, name: str, address: str) -> Source:
    """Check an address and remember it, its password in the keyring.

    Raises:
        QueryError: the name or the address cannot be used, or the keyring is missing.
    """
    source = parse_source(name, address)
    if source.secret:
        put_password(name, source.secret)
    by_url = source.kind in (Kind.POSTGRES, Kind.TRINO) or "://" in source.location
    kept = source.location if by_url else f"{source.kind}:{source.location}"
    memory.attach(name, kept)
    return source


def detach(memory: QueryMemory, name: str) -> None:
    """Forget a source and its password."""
    memory.detach(name)
    drop_password(name)
