"""Opens the engine of a data folder with the sources its owner has attached."""

from dataclasses import replace
from pathlib import Path

from app.query.memory import QueryMemory
from app.query.secrets import drop_password, get_password, put_password
from storage.sql.attachments import parse_source
from storage.sql.duck import DuckDbEngine
from storage.sql.engine import QueryError
from storage.sql.messages import Source
from storage.sql.zone import zone_name


def open_engine(home: Path, memory: QueryMemory) -> DuckDbEngine:
    """Return an engine over the recordings (when there are any) and the attached sources that can be read."""
    recorded = home if (home / "daytrail.sqlite").exists() else None
    return DuckDbEngine(recorded, remembered_sources(memory), zone=zone_name())


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
    kept = (
        source.location if source.kind == "postgres" or "://" in source.location else f"{source.kind}:{source.location}"
    )
    memory.attach(name, kept)
    return source


def detach(memory: QueryMemory, name: str) -> None:
    """Forget a source and its password."""
    memory.detach(name)
    drop_password(name)
