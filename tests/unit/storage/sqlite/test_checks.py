from storage.sqlite.checks import SqliteChecks
from storage.sqlite.fulltext import indexed_offset


def test_a_rebuild_starts_indexes_and_pyramid_anew(diary) -> None:
    diary.said(0, "words")
    storage = diary.storage
    checks = SqliteChecks(storage.path, storage.writer, storage.readers)
    assert checks.problems() == []
    checks.rebuild()
    with storage.readers.lend() as connection:
        assert indexed_offset(connection) == 0
        assert connection.execute("SELECT count(*) FROM document").get == 0
        assert connection.execute("SELECT folded FROM pyramid_state").get == 0
    assert checks.problems() == []


def test_a_text_that_is_gone_but_still_indexed_is_a_problem(diary) -> None:
    diary.said(0, "words")
    storage = diary.storage
    storage.writer.run(lambda connection: connection.execute("DROP TRIGGER event_unindex"))
    storage.log.delete([diary.written[0].uid])
    [problem] = SqliteChecks(storage.path, storage.writer, storage.readers).problems()
    assert "1 too many" in problem
