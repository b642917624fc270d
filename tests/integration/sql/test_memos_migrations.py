"""A memos database of the oldest kind, brought up to date step by step by memos' own migrations: one shape throughout.

Where they are is said in `tests.integration.sql.memos_database`.
"""

from pathlib import Path

import apsw
import pytest

from storage.sql.attachments import parse_source
from storage.sql.duck import DuckDbEngine
from tests.integration.sql.conftest import Asked
from tests.integration.sql.memos_database import AT, MIGRATIONS, SHAPES, columns, make_memos, migrate

LOOKED_AT = {
    "user", "memo", "memo_organizer", "memo_relation", "memo_resource", "resource", "attachment", "reaction"
}  # fmt: skip
LEFT_BEHIND = {"migration_history", "storage"}
"""Tables that an upgrade leaves where they were, and a new installation does not have."""

pytestmark = [
    pytest.mark.skipif(not MIGRATIONS, reason="DAYTRAIL_TEST_MEMOS names no folder with memos' migrations"),
    pytest.mark.slow,
    pytest.mark.timeout(600),
]


def test_every_version_is_shown_under_one_shape(tmp_path: Path) -> None:
    path = tmp_path / "memos_prod.db"
    seen = []
    for version in migrate(path):
        _look(path, version)
        seen.append(version)
    assert seen[0] == (0, 2)
    assert seen[-1] >= (0, 31)
    assert len(seen) >= 29


def test_an_upgrade_ends_in_the_schema_of_a_new_installation(tmp_path: Path) -> None:
    for _ in migrate(tmp_path / "upgraded.db"):
        pass
    with apsw.Connection(str(tmp_path / "new.db")) as new:
        new.execute((Path(MIGRATIONS) / "LATEST.sql").read_text())
    upgraded = columns(tmp_path / "upgraded.db")
    assert {table: names for table, names in upgraded.items() if table not in LEFT_BEHIND} == columns(
        tmp_path / "new.db"
    )


def test_the_small_shapes_are_those_of_the_migrations(tmp_path: Path) -> None:
    found = []
    for version in migrate(tmp_path / "memos_prod.db"):
        shape = ".".join(map(str, version))
        if shape in SHAPES:
            make_memos(tmp_path / f"{shape}.db", shape)
            small, real = columns(tmp_path / f"{shape}.db"), columns(tmp_path / "memos_prod.db")
            assert set(small) == set(real) & LOOKED_AT
            assert [table for table in small if not small[table] <= real[table]] == []
            found.append(shape)
    assert found == list(SHAPES)


def _look(path: Path, version: tuple[int, ...]) -> None:
    engine = DuckDbEngine(None, [parse_source("memos", f"memos:{path}")])
    try:
        ask = Asked(engine)
        memos = ask(
            "SELECT content, pinned, tags, creator, visibility, archived, latitude, longitude, "
            "epoch(created_ts) AS at FROM memos.memo ORDER BY id"
        )
        place = (52.5, 13.25) if version >= (0, 24) else (None, None)
        assert memos == [
            {"content": content, "pinned": pinned, "tags": tags, "creator": "ann", "visibility": "PRIVATE",
             "archived": False, "latitude": latitude, "longitude": longitude, "at": AT}
            for content, pinned, tags, (latitude, longitude) in (
                ("Plan the #garden with #ann", True, ["garden", "ann"], place),
                ("Nothing special", False, [], (None, None)),
            )
        ]  # fmt: skip
        [file] = ask("SELECT memo_id, filename, reference FROM memos.attachment")
        reference = "assets/bed.png" if version >= (0, 12) else None
        assert file == {"memo_id": 1 if version >= (0, 5) else None, "filename": "bed.png", "reference": reference}
        if version >= (0, 13):
            assert ask("SELECT memo_id, related_memo_id FROM memos.relation") == [{"memo_id": 2, "related_memo_id": 1}]
        if version >= (0, 20):
            found = ask("SELECT memo_id, creator, reaction FROM memos.reaction ORDER BY memo_id")
            assert [(row["memo_id"], row["creator"], row["reaction"]) for row in found] == _reactions(version)
    finally:
        engine.close()


def _reactions(version: tuple[int, ...]) -> list[tuple[int, str, str]]:
    """Return what memos has left by then of a heart given in 0.20 and a rocket given in 0.24."""
    heart = (1, "ann", "HEART" if version < (0, 23) else "💛")
    rocket = (2, "ann", "🚀")
    return [
        *([heart] if version < (0, 31) else []),  # 0.31 lets go of those that call the memo by its number
        *([rocket] if version >= (0, 24) else []),
    ]
