"""A memos database of the oldest kind, brought up to date step by step by memos' own migrations: one shape throughout.

Where they are is said in `tests.integration.sql.memos_database`.
"""

from pathlib import Path

import pytest

from storage.sql.attachments import parse_source
from storage.sql.duck import DuckDbEngine
from tests.integration.sql.conftest import Asked
from tests.integration.sql.memos_database import AT, MIGRATIONS, migrate

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
    assert len(seen) >= 12


def _look(path: Path, version: tuple[int, ...]) -> None:
    engine = DuckDbEngine(None, [parse_source("memos", f"memos:{path}")])
    try:
        ask = Asked(engine)
        memos = ask(
            "SELECT content, pinned, tags, creator, visibility, epoch(created_ts) AS at FROM memos.memo ORDER BY id"
        )
        assert memos == [
            {"content": content, "pinned": pinned, "tags": tags, "creator": "ann", "visibility": "PRIVATE", "at": AT}
            for content, pinned, tags in (
                ("Plan the #garden with #ann", True, ["garden", "ann"]), ("Nothing special", False, []),
            )
        ]  # fmt: skip
        [file] = ask("SELECT memo_id, filename, reference FROM memos.attachment")
        place = "assets/bed.png" if version >= (0, 12) else None
        assert file == {"memo_id": 1 if version >= (0, 5) else None, "filename": "bed.png", "reference": place}
        if version >= (0, 13):
            assert ask("SELECT memo_id, related_memo_id FROM memos.relation") == [{"memo_id": 2, "related_memo_id": 1}]
        if version >= (0, 21):
            [like] = ask("SELECT memo_id, creator, reaction FROM memos.reaction")
            assert like == {"memo_id": 1, "creator": "ann", "reaction": "like"}
    finally:
        engine.close()
