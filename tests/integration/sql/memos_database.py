"""Small memos databases in the shape of each era of its schema, with two memos and one file."""

from pathlib import Path

import apsw

SHAPES = ("0.15", "0.18", "0.20", "0.21", "0.23", "0.24", "0.26")
_AT = 1_700_000_000
_TEXTS = ("Plan the #garden with #ann", "Nothing special")


def make_memos(path: Path, version: str) -> None:
    """Write a database as that version leaves it."""
    minor = int(version.split(".")[1])
    with apsw.Connection(str(path)) as made:
        made.execute(
            "CREATE TABLE user (id INTEGER PRIMARY KEY, created_ts BIGINT, updated_ts BIGINT, row_status TEXT, "
            "username TEXT UNIQUE, role TEXT, email TEXT, nickname TEXT, password_hash TEXT, avatar_url TEXT)"
        )
        made.execute("INSERT INTO user (id, username, role, password_hash) VALUES (1, 'ann', 'HOST', 'never')")
        _memos(made, minor)
        _files(made, minor)
        made.execute("CREATE TABLE memo_relation (memo_id INTEGER, related_memo_id INTEGER, type TEXT)")


def _memos(made: apsw.Connection, minor: int) -> None:
    columns = [
        "id INTEGER PRIMARY KEY, creator_id INTEGER, created_ts BIGINT, updated_ts BIGINT, row_status TEXT",
        "content TEXT",
        "visibility TEXT",
    ]
    columns += ["resource_name TEXT"] if minor in (19, 20) else []
    columns += ["uid TEXT"] if minor >= 21 else []
    columns += ["tags TEXT"] if minor in (22, 23) else []
    columns += ["payload TEXT"] if minor >= 23 else []
    columns += ["pinned INTEGER"] if minor >= 24 else []
    made.execute(f"CREATE TABLE memo ({', '.join(columns)})")
    if minor < 24:
        made.execute("CREATE TABLE memo_organizer (memo_id INTEGER, user_id INTEGER, pinned INTEGER)")
        made.execute("INSERT INTO memo_organizer VALUES (1, 1, 1), (2, 1, 0)")
    for number, text in enumerate(_TEXTS, 1):
        row = {
            "id": number, "creator_id": 1, "created_ts": _AT, "updated_ts": _AT, "row_status": "NORMAL",
            "content": text, "visibility": "PRIVATE", "resource_name": f"r{number}", "uid": f"u{number}",
            "tags": '["garden","ann"]' if number == 1 else "[]",
            "payload": '{"tags":["garden","ann"],"property":{}}' if number == 1 else '{"property":{}}',
            "pinned": int(number == 1),
        }  # fmt: skip
        if minor == 23:
            row["payload"] = "{}"
        names = [name for name in row if any(name in column.replace(",", " ").split() for column in columns)]
        marks = ", ".join(f":{name}" for name in names)
        made.execute(f"INSERT INTO memo ({', '.join(names)}) VALUES ({marks})", {name: row[name] for name in names})


def _files(made: apsw.Connection, minor: int) -> None:
    table = "attachment" if minor >= 26 else "resource"
    place = "reference TEXT, storage_type TEXT" if minor >= 22 else "internal_path TEXT, external_link TEXT"
    link = "" if minor < 16 else ", memo_id INTEGER"
    made.execute(
        f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, creator_id INTEGER, created_ts BIGINT, updated_ts BIGINT, "
        f"filename TEXT, blob BLOB, type TEXT, size INTEGER, {place}{link})"
    )
    column = "reference" if minor >= 22 else "internal_path"
    made.execute(
        f"INSERT INTO {table} (id, creator_id, created_ts, filename, type, size, {column}) "
        f"VALUES (1, 1, {_AT}, 'bed.png', 'image/png', 12, 'assets/bed.png')"
    )
    if minor < 16:
        made.execute("CREATE TABLE memo_resource (memo_id INTEGER, resource_id INTEGER)")
        made.execute("INSERT INTO memo_resource VALUES (1, 1)")
    else:
        made.execute(f"UPDATE {table} SET memo_id = 1")
