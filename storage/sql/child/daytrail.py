"""Attaches another Daytrail data folder: the same typed views as `live`, over its database as it is now."""

from collections.abc import Callable
from pathlib import Path

import duckdb

from storage.sql.child.attached import Attached, name
from storage.sql.child.databases import attach_file, load
from storage.sql.messages import Source
from storage.sql.view import select
from storage.sql.views import VIEWS


def attach_daytrail(
    connection: duckdb.DuckDBPyConnection, source: Source, extension: Callable[[str], Path]
) -> Attached:
    """Attach the recordings of another folder (or its database file)."""
    load(connection, "sqlite_scanner", extension)
    path = Path(source.location)
    path = path / "daytrail.sqlite" if path.is_dir() else path
    raw = f"{source.name}_raw"
    attach_file(connection, str(path), raw)
    connection.execute(f"ATTACH ':memory:' AS {name(source.name)}")
    times = ", ".join(f"make_timestamptz(e.{each}_us) AS {each}_ts" for each in ("start", "end", "received"))
    relation = f"{name(source.name)}.main.event"
    connection.execute(
        f"CREATE VIEW {relation} AS FROM {name(raw)}.event e JOIN {name(raw)}.topic t ON t.id = e.topic "
        f"JOIN {name(raw)}.device d ON d.id = e.device SELECT e.key, e.uid, t.name AS topic, d.name AS device, "
        f"{times}, CAST(e.tz_offset_min AS INTEGER) AS tz_offset_min, e.uncertainty_us, e.text, e.data, e.media, "
        "e.parent"
    )
    for view in VIEWS:
        connection.execute(f"CREATE VIEW {name(source.name)}.main.{name(view.name)} AS {select(view, relation)}")
    return Attached(source.name, source.kind, tuple(view.name for view in VIEWS), (f"{path.parent}/",))
