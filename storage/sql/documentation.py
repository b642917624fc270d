"""Writes docs/sql.md from the definitions of the views: `python -m storage.sql.documentation > docs/sql.md`."""

import sys

from storage.sql.functions import allowed_functions
from storage.sql.view import View
from storage.sql.views import VIEWS

_HEAD = """# SQL

Made from the definitions in `storage/sql/views.py` by `python -m storage.sql.documentation`; a test compares them.

`daytrail query` and the query page answer one read-only statement at a time, in DuckDB's dialect, from a process of its
own that can reach nothing but the sources the statement names. What is recorded is the catalog `live`; its name may be
left out. Times are `TIMESTAMPTZ`, shown in the local zone; `day` is the local date where it happened.

A statement has 60 s, 1 GB of memory and ten million rows unless it is given more. Parameters are written `:name`; the
page fills `:day` and `:selection.start`, `:selection.end` from the timeline.

## Beside the recordings

`--attach NAME=ADDRESS`, or “Attach a source…” on the page. A password goes into the system's keyring.

| address | what it is | tables |
| --- | --- | --- |
| `FILE.db`, `sqlite:FILE` | any SQLite file | its own |
| `memos:FILE` | a usememos/memos database of any version | `memo`, `tag`, `attachment`, `relation`, `reaction` |
| `FOLDER`, `daytrail:FOLDER` | recordings of another data folder | the views below |
| `postgresql://user:password@host/database` | PostgreSQL, TimescaleDB | its own; `schema.table` outside `public` |
| `FOLDER` or file of Parquet, CSV, JSON | files; `key=value` folders are partitions | one a folder or file |
| `iceberg:FOLDER` | an Iceberg table | `data` |
| `s3://KEY@bucket/prefix?endpoint=host:port&tls=false` | Parquet in an object store | one a folder or file |

A source that is away says so and does not stop the others.

## Trino

`trino://user:password@host:port/catalog/schema` attaches a Trino server; catalog and schema may be left out. It runs
statements itself, in its own SQL, and is chosen as the engine of a tab or with `daytrail query --engine`; it does not
see the recordings, and its tables cannot be joined with them. With a password or port 443 it is spoken to by HTTPS
(`?tls=true`, `?tls=false`). Statements only read, and table functions that pass SQL through to a connector are refused;
what else may be read is for the server to say. Parameters are written into the statement as literals. Memory is the
server's; the limits of time and rows hold as for others, and cancelling tells the server. Times come in microseconds;
types that Arrow has no like of (intervals, UUID, JSON, sketches) come as text.

The tests speak to a small HTTP server with Trino's documented protocol, as no real one can be installed for them: they
cover pages, types, errors and cancelling, not Trino's SQL.
"""


def document() -> str:
    """Return the whole page."""
    parts = [_HEAD, "## Views of `live`\n", *(_view(view) for view in VIEWS)]
    functions = ", ".join(sorted(name for name in allowed_functions() if not name.startswith("icu_")))
    parts.append(f"## Functions\n\nAll operators of DuckDB, and: {functions}.\n")
    return "\n".join(parts)


def _view(view: View) -> str:
    topics = ", ".join(f"`{topic}*`" if topic.endswith(".") else f"`{topic}`" for topic in view.topics) or "all topics"
    lines = [f"### {view.name}", "", f"{view.description} From {topics}.", "", "| column | type | what it holds |"]
    lines.append("| --- | --- | --- |")
    for column in view.columns:
        unit = f" ({column.unit})" if column.unit else ""
        lines.append(f"| `{column.name}` | {column.type} | {column.description}{unit} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(document())
