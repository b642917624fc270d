"""Shows a usememos/memos database of any version under one shape, by looking at its tables, never at its version.

Known shapes: people by `email` before 0.8 (then `username`), `resource` before 0.26 (then `attachment`), link table
`memo_resource` before 0.16, `internal_path` and `external_link` before 0.22, `resource_name` 0.19 to 0.20 (then `uid`),
pins in `memo_organizer` before 0.24, tags in a JSON column 0.22 to 0.23, before that only as `#tag` in the text,
reactions by `memos/<id>` before 0.24, by `memos/<uid>` before 0.31 (then by memo).
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import duckdb

from storage.sql.child.attached import Attached, name
from storage.sql.child.databases import attach_file, load
from storage.sql.messages import Source

_WANTED: Final = (
    "memo",
    "user",
    "attachment",
    "resource",
    "memo_resource",
    "memo_organizer",
    "memo_relation",
    "reaction",
)
_HASHTAGS: Final = "regexp_extract_all(m.content, '(?:^|\\s)#([^\\s#,.;:!?]+)', 1)"
_DAY: Final = "CAST(to_timestamp({}) AS DATE)"
_PAYLOAD: Final = "CASE WHEN json_valid(m.payload) THEN m.payload END"

Columns = Mapping[str, frozenset[str]]


def attach_memos(connection: duckdb.DuckDBPyConnection, source: Source, extension: Callable[[str], Path]) -> Attached:
    """Attach a memos database (a file, or the folder of one) as `memo`, `tag`, `attachment`, `relation`, `reaction`."""
    load(connection, "sqlite_scanner", extension)
    path = _database(Path(source.location))
    raw = f"{source.name}_raw"
    attach_file(connection, str(path), raw)
    columns = _columns(connection, raw)
    if "memo" not in columns or "content" not in columns["memo"]:
        raise FileNotFoundError(f"{path.name} is not a memos database")
    connection.execute(f"ATTACH ':memory:' AS {name(source.name)}")
    views = {"memo": _memo(columns, raw), "tag": _tag(source.name)}
    views |= {"attachment": found} if (found := _attachment(columns, raw)) else {}
    views |= {"relation": found} if (found := _relation(columns, raw)) else {}
    views |= {"reaction": found} if (found := _reaction(columns, raw, source.name)) else {}
    for view, sql in views.items():
        connection.execute(f"CREATE VIEW {name(source.name)}.main.{view} AS {sql}")
    return Attached(source.name, source.kind, tuple(views), (f"{path.parent}/",))


def _database(path: Path) -> Path:
    """Return a file as it is, and of a folder the database in use, never a copy that an upgrade has left there."""
    if not path.is_dir():
        return path
    used = path / "memos_prod.db"
    others = (each for each in sorted(path.glob("memos_*.db")) if not each.stem.endswith("_backup"))
    return used if used.exists() else next(others, used)


def _columns(connection: duckdb.DuckDBPyConnection, catalog: str) -> dict[str, frozenset[str]]:
    rows = connection.execute(
        "SELECT table_name, list(column_name) FROM duckdb_columns() WHERE database_name = ? GROUP BY ALL", [catalog]
    ).fetchall()
    return {table: frozenset(columns) for table, columns in rows if table in _WANTED}


def _memo(columns: Columns, raw: str) -> str:
    memo = columns["memo"]
    creator, join = _person(columns, raw, "m.creator_id")
    pinned = "coalesce(m.pinned, 0) <> 0" if "pinned" in memo else "false"
    if "pinned" not in memo and "memo_organizer" in columns:
        pinned = f"m.id IN (SELECT memo_id FROM {name(raw)}.memo_organizer WHERE pinned <> 0)"  # noqa: S608
    uid = "m.uid" if "uid" in memo else "m.resource_name" if "resource_name" in memo else "CAST(m.id AS VARCHAR)"
    payload = _PAYLOAD if "payload" in memo else "NULL::VARCHAR"
    visibility = "m.visibility" if "visibility" in memo else "'PRIVATE'"
    return (
        f"SELECT m.id, CAST({uid} AS VARCHAR) AS uid, to_timestamp(m.created_ts) AS created_ts, "  # noqa: S608
        f"to_timestamp(m.updated_ts) AS updated_ts, {_DAY.format('m.created_ts')} AS created_day, m.content, "
        f"{visibility} AS visibility, m.row_status = 'ARCHIVED' AS archived, {pinned} AS pinned, "
        f"{_tags(memo)} AS tags, {creator} AS creator, "
        f"TRY_CAST(({payload})->>'$.location.latitude' AS DOUBLE) AS latitude, "
        f"TRY_CAST(({payload})->>'$.location.longitude' AS DOUBLE) AS longitude "
        f"FROM {name(raw)}.memo m{join}"
    )


def _person(columns: Columns, raw: str, by: str) -> tuple[str, str]:
    """Return the expression of somebody's name and the join it needs."""
    known = columns.get("user", frozenset())
    column = next((each for each in ("username", "email") if each in known), "")
    if not column:
        return "NULL::VARCHAR", ""
    return f"u.{column}", f" LEFT JOIN {name(raw)}.{name('user')} u ON u.id = {by}"


def _tags(memo: frozenset[str]) -> str:
    """Return the tags that memos noted; where it has not looked at a text yet, those in it."""
    if "payload" not in memo:
        return f"coalesce(nullif(TRY_CAST(m.tags AS VARCHAR[]), []), {_HASHTAGS})" if "tags" in memo else _HASHTAGS
    noted = "TRY_CAST(m.tags AS VARCHAR[])" if "tags" in memo else f"TRY_CAST(({_PAYLOAD})->'$.tags' AS VARCHAR[])"
    untold = f"CASE WHEN ({_PAYLOAD})->>'$.property' IS NULL THEN {_HASHTAGS} ELSE [] END"
    return f"coalesce(nullif({noted}, []), {untold})"


def _tag(alias: str) -> str:
    return f"SELECT id AS memo_id, created_ts, unnest(tags) AS tag FROM {name(alias)}.main.memo"  # noqa: S608


def _attachment(columns: Columns, raw: str) -> str:
    table = next((each for each in ("attachment", "resource") if each in columns), "")
    if not table:
        return ""
    have = columns[table]
    memo_id = "a.memo_id" if "memo_id" in have else "NULL::BIGINT"
    join = ""
    if "memo_id" not in have and "memo_resource" in columns:
        memo_id, join = "l.memo_id", f" LEFT JOIN {name(raw)}.memo_resource l ON l.resource_id = a.id"
    if "reference" in have:
        where = "nullif(a.reference, '')"
    else:
        parts = [f"nullif(a.{each}, '')" for each in ("internal_path", "external_link") if each in have]
        where = f"coalesce({', '.join(parts)})" if parts else "NULL::VARCHAR"
    return (
        f"SELECT a.id, {memo_id} AS memo_id, to_timestamp(a.created_ts) AS created_ts, a.filename, a.type AS mime, "  # noqa: S608
        f"a.size AS size_bytes, {where} AS reference FROM {name(raw)}.{table} a{join}"
    )


def _relation(columns: Columns, raw: str) -> str:
    if "memo_relation" not in columns:
        return ""
    return f"SELECT memo_id, related_memo_id, type FROM {name(raw)}.memo_relation"  # noqa: S608


def _reaction(columns: Columns, raw: str, alias: str) -> str:
    have = columns.get("reaction", frozenset())
    if not have:
        return ""
    memo_id, join = "r.memo_id", ""
    if "memo_id" not in have:
        memo_id, join = "m.id", f" JOIN ({_named(alias)}) m ON r.content_id = 'memos/' || m.called"
    creator, person = _person(columns, raw, "r.creator_id")
    return (
        f"SELECT {memo_id} AS memo_id, to_timestamp(r.created_ts) AS created_ts, {creator} AS creator, "  # noqa: S608
        f"r.reaction_type AS reaction FROM {name(raw)}.reaction r{join}{person}"
    )


def _named(alias: str) -> str:
    """Return every name that a memo has had: its uid and, where no other memo is called so, its number."""
    memo, number = f"{name(alias)}.main.memo", "CAST(id AS VARCHAR)"
    return (
        f"SELECT id, uid AS called FROM {memo} UNION ALL "  # noqa: S608
        f"SELECT id, {number} FROM {memo} WHERE {number} NOT IN (SELECT uid FROM {memo})"
    )
