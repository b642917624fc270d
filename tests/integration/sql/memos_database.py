"""Small memos databases in the shape of each era of its schema, with two memos and one file.

Those that memos' own migrations make are better, but the migrations are not ours to keep here. `DAYTRAIL_TEST_MEMOS`
names a folder with all of them, which two commands in a clone of https://github.com/usememos/memos fill (0.31.0 is the
last release that holds every step):

    git archive v0.31.0 store/migration/sqlite | tar -x -C FOLDER --strip-components=3
    git show v0.1.3:store/db/migration/10001__schema.sql > FOLDER/FIRST.sql

That is a folder for each minor version (`0.2/00__user_role.sql` and so on), the schema of a new installation
(`LATEST.sql`), and the one that the first of the steps starts from.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import apsw

SHAPES = ("0.7", "0.15", "0.18", "0.20", "0.21", "0.23", "0.24", "0.26", "0.31")
AT = 1_700_000_000
MIGRATIONS = os.environ.get("DAYTRAIL_TEST_MEMOS", "")
_TEXTS = ("Plan the #garden with #ann", "Nothing special")
_PAYLOAD = '{"property":{},"tags":["garden","ann"],"location":{"placeholder":"Shed","latitude":52.5,"longitude":13.25}}'
_USED: Final = {
    "0.5": "INSERT INTO memo_resource (memo_id, resource_id) VALUES (1, 1)",
    "0.12": "UPDATE resource SET internal_path = 'assets/bed.png' WHERE id = 1",
    "0.13": "INSERT INTO memo_relation VALUES (2, 1, 'REFERENCE')",
    "0.20": "INSERT INTO reaction (creator_id, content_id, reaction_type) VALUES (1, 'memos/1', 'HEART')",
    "0.22": """UPDATE memo SET tags = '["garden","ann"]' WHERE id = 1""",
    "0.24": f"UPDATE memo SET payload = '{_PAYLOAD}' WHERE id = 1; "
    "INSERT INTO reaction (creator_id, content_id, reaction_type) "
    "SELECT 1, 'memos/' || uid, '🚀' FROM memo WHERE id = 2",
}
"""What somebody did with a version once it was there, as memos has it written down."""


def make_newest_memos(path: Path) -> None:
    """Write a database as the newest version leaves it, by the real migrations where they are."""
    if MIGRATIONS:
        for _ in migrate(path):
            pass
    else:
        make_memos(path, SHAPES[-1])


def migrate(path: Path) -> Iterator[tuple[int, ...]]:
    """Make the oldest database and bring it up to date, yielding each version it has come to."""
    folder = Path(MIGRATIONS)
    with apsw.Connection(str(path)) as made:
        _begin(made, folder)
    for version, steps in _steps(folder):
        connection = apsw.Connection(str(path))
        for step in steps:
            with connection:  # memos, too, makes one transaction of a step
                connection.execute(step.read_text())
        connection.execute(_USED.get(version, ""))
        connection.close()
        yield tuple(map(int, version.split(".")))


def columns(path: Path) -> dict[str, set[str]]:
    """Return the columns of every table of a database."""
    with apsw.Connection(str(path)) as made:
        tables = made.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        return {
            str(table): {str(name) for (name,) in made.execute("SELECT name FROM pragma_table_info(?)", (table,))}
            for (table,) in list(tables)
        }


def make_memos(path: Path, version: str) -> None:
    """Write a database as that version leaves it."""
    minor = int(version.split(".")[1])
    with apsw.Connection(str(path)) as made:
        made.execute(
            "CREATE TABLE user (id INTEGER PRIMARY KEY, created_ts BIGINT, updated_ts BIGINT, row_status TEXT, "
            f"{'email' if minor < 8 else 'username'} TEXT UNIQUE, role TEXT, password_hash TEXT)"
        )
        made.execute("INSERT INTO user VALUES (1, 0, 0, 'NORMAL', 'ann', 'HOST', 'never')")
        _memos(made, minor)
        _files(made, minor)
        if minor >= 13:
            made.execute("CREATE TABLE memo_relation (memo_id INTEGER, related_memo_id INTEGER, type TEXT)")
            made.execute("INSERT INTO memo_relation VALUES (2, 1, 'REFERENCE')")
        if minor >= 20:
            column = "memo_id INTEGER" if minor >= 31 else "content_id TEXT"
            about = 1 if minor >= 31 else "memos/u1" if minor >= 24 else "memos/1"
            made.execute(f"CREATE TABLE reaction (created_ts BIGINT, creator_id INTEGER, {column}, reaction_type TEXT)")
            made.execute("INSERT INTO reaction VALUES (?, 1, ?, 'like')", (AT, about))


def _memos(made: apsw.Connection, minor: int) -> None:
    columns = [
        "id INTEGER PRIMARY KEY, creator_id INTEGER, created_ts BIGINT, updated_ts BIGINT, row_status TEXT",
        "content TEXT",
        "visibility TEXT",
    ]
    columns += ["resource_name TEXT"] if minor in (19, 20) else []
    columns += ["uid TEXT"] if minor >= 21 else []
    columns += ["tags TEXT"] if minor in (22, 23) else []
    columns += ["payload TEXT"] if minor >= 22 else []
    columns += ["pinned INTEGER"] if minor >= 24 else []
    columns += ["space_id INTEGER"] if minor >= 31 else []
    made.execute(f"CREATE TABLE memo ({', '.join(columns)})")
    if minor < 26:
        made.execute("CREATE TABLE memo_organizer (memo_id INTEGER, user_id INTEGER, pinned INTEGER)")
        made.execute("INSERT INTO memo_organizer VALUES (1, 1, 1), (2, 1, 0)")
    for number, text in enumerate(_TEXTS, 1):
        row = {
            "id": number, "creator_id": 1, "created_ts": AT, "updated_ts": AT, "row_status": "NORMAL",
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
    place = ["reference TEXT", "storage_type TEXT"] if minor >= 22 else ["external_link TEXT"]
    place += ["internal_path TEXT"] if 12 <= minor < 22 else []
    link = "" if minor < 16 else ", memo_id INTEGER"
    made.execute(
        f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, creator_id INTEGER, created_ts BIGINT, updated_ts BIGINT, "
        f"filename TEXT, blob BLOB, type TEXT, size INTEGER, {', '.join(place)}{link})"
    )
    column = "reference" if minor >= 22 else "internal_path" if minor >= 12 else "external_link"
    made.execute(
        f"INSERT INTO {table} (id, creator_id, created_ts, filename, type, size, {column}) "
        f"VALUES (1, 1, {AT}, 'bed.png', 'image/png', 12, 'assets/bed.png')"
    )
    if minor < 16:
        made.execute("CREATE TABLE memo_resource (memo_id INTEGER, resource_id INTEGER)")
        made.execute("INSERT INTO memo_resource VALUES (1, 1)")
    else:
        made.execute(f"UPDATE {table} SET memo_id = 1")


def _steps(folder: Path) -> Iterator[tuple[str, list[Path]]]:
    """Yield versions with their steps, the oldest first."""
    versions = [each for each in folder.iterdir() if each.is_dir() and each.name.replace(".", "").isdigit()]
    for version in sorted(versions, key=lambda each: tuple(map(int, each.name.split(".")))):
        yield version.name, sorted(version.glob("*.sql"))


def _begin(made: apsw.Connection, folder: Path) -> None:
    made.execute((folder / "FIRST.sql").read_text())
    made.execute(
        "INSERT INTO user (id, email, role, name, password_hash, open_id) "
        "VALUES (1, 'ann', 'OWNER', 'Ann', 'never', 'x')"
    )
    made.execute(
        f"INSERT INTO memo (id, creator_id, created_ts, updated_ts, content) VALUES (1, 1, {AT}, {AT}, "
        f"'Plan the #garden with #ann'), (2, 1, {AT}, {AT}, 'Nothing special')"
    )
    made.execute("INSERT INTO memo_organizer (memo_id, user_id, pinned) VALUES (1, 1, 1)")
    made.execute(
        f"INSERT INTO resource (id, creator_id, created_ts, filename, blob, type, size) "
        f"VALUES (1, 1, {AT}, 'bed.png', x'00', 'image/png', 1)"
    )
