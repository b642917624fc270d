"""Small memos databases in the shape of each era of its schema, with two memos and one file.

Those that memos' own migrations make are better, but the migrations are not ours to keep here. `DAYTRAIL_TEST_MEMOS`
names a folder like `store/migration/sqlite` of its repository (`0.5/01__….sql` and so on), with `FIRST.sql` beside
them: the schema before the first of these steps (`git show v0.3.1:store/db/migration/prod/LATEST__SCHEMA.sql`).
"""

import os
from collections.abc import Iterator
from pathlib import Path

import apsw

SHAPES = ("0.7", "0.15", "0.18", "0.20", "0.21", "0.23", "0.24", "0.26", "0.32")
AT = 1_700_000_000
MIGRATIONS = os.environ.get("DAYTRAIL_TEST_MEMOS", "")
_TEXTS = ("Plan the #garden with #ann", "Nothing special")


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
        with apsw.Connection(str(path)) as made:
            for step in steps:
                made.execute(step.read_text())
            _use(made, version)
        yield tuple(map(int, version.split(".")))


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
        if minor >= 21:
            column, about = ("memo_id INTEGER", 1) if minor >= 31 else ("content_id TEXT", "memos/u1")
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
    columns += ["payload TEXT"] if minor >= 23 else []
    columns += ["pinned INTEGER"] if minor >= 24 else []
    columns += ["space_id INTEGER"] if minor >= 31 else []
    made.execute(f"CREATE TABLE memo ({', '.join(columns)})")
    if minor < 24:
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
    place = "reference TEXT, storage_type TEXT" if minor >= 22 else "internal_path TEXT, external_link TEXT"
    link = "" if minor < 16 else ", memo_id INTEGER"
    made.execute(
        f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, creator_id INTEGER, created_ts BIGINT, updated_ts BIGINT, "
        f"filename TEXT, blob BLOB, type TEXT, size INTEGER, {place}{link})"
    )
    column = "reference" if minor >= 22 else "internal_path"
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
    made.execute("INSERT INTO user (id, email, name, password_hash, open_id) VALUES (1, 'ann', 'Ann', 'never', 'x')")
    made.execute(
        f"INSERT INTO memo (id, creator_id, created_ts, updated_ts, content) VALUES (1, 1, {AT}, {AT}, "
        f"'Plan the #garden with #ann'), (2, 1, {AT}, {AT}, 'Nothing special')"
    )
    made.execute("INSERT INTO memo_organizer (memo_id, user_id, pinned) VALUES (1, 1, 1)")
    made.execute(
        f"INSERT INTO resource (id, creator_id, created_ts, filename, blob, type, size) "
        f"VALUES (1, 1, {AT}, 'bed.png', x'00', 'image/png', 1)"
    )


def _use(made: apsw.Connection, version: str) -> None:
    """Do what somebody would do with that version."""
    if version == "0.5":
        made.execute("INSERT INTO memo_resource (memo_id, resource_id) VALUES (1, 1)")
    if version == "0.12":
        made.execute("UPDATE resource SET internal_path = 'assets/bed.png' WHERE id = 1")
    if version == "0.13":
        made.execute("INSERT INTO memo_relation VALUES (2, 1, 'REFERENCE')")
    if version == "0.21":
        made.execute("INSERT INTO reaction (creator_id, content_id, reaction_type) SELECT 1, 'memos/' || uid, 'like' "
                     "FROM memo WHERE id = 1")  # fmt: skip
