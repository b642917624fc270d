"""What verify and repair say and do about the index of meaning; each kind of harm is in test_vectors."""

import numpy as np

from storage.sqlite.checks import SqliteChecks
from tests.unit.storage.sqlite.conftest import Diary


def test_harm_is_told_and_repaired(diary: Diary) -> None:
    diary.means(diary.said(1, "words"), np.arange(64), -np.arange(64))
    storage = diary.storage
    checks = SqliteChecks(storage.path, storage.writer, storage.readers)
    assert checks.problems() == []

    storage.writer.run(lambda connection: connection.execute("DELETE FROM vector").fetchall())
    [problem] = checks.problems()
    checks.rebuild()
    diary.indexer.catch_up()

    assert "meaning is wrong about 2 vectors" in problem
    assert checks.problems() == []
