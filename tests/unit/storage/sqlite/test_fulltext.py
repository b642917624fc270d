import threading

import apsw
from hypothesis import given
from hypothesis import strategies as st

from storage.events import trace_of
from storage.sqlite import fulltext
from storage.sqlite.documents import document_id, key_of, start_of
from storage.sqlite.fulltext import FulltextIndexer, indexed_offset

YEAR_US = 365 * 86_400_000_000


def words(diary, expression: str) -> int:
    with diary.storage.readers.lend() as connection:
        return int(connection.execute("SELECT count(*) FROM words WHERE words MATCH ?", (expression,)).get)


def fragments(diary, expression: str) -> int:
    with diary.storage.readers.lend() as connection:
        return int(connection.execute("SELECT count(*) FROM fragments WHERE fragments MATCH ?", (expression,)).get)


@given(st.integers(-500 * YEAR_US, 500 * YEAR_US), st.integers(1, (1 << 32) - 1))
def test_a_document_number_tells_key_and_time(start_us: int, key: int) -> None:
    number = document_id(start_us, key)
    assert key_of(number) == key
    assert 0 <= start_us - start_of(number) < 1 << 24
    sql = "SELECT (((max(min(?1, 18014398509481984), -18014398509481984) >> 24) << 32) | ?2)"
    assert apsw.Connection(":memory:").execute(sql, (start_us, key)).get == number


@given(st.integers(), st.integers())
def test_document_numbers_are_ordered_by_time_and_fit_the_database(first_us: int, second_us: int) -> None:
    low, high = sorted((first_us, second_us))
    assert start_of(document_id(low, 9)) <= start_of(document_id(high, 1))
    assert -(1 << 63) <= document_id(low, 1) < 1 << 63


def test_the_offset_is_committed_with_the_rows(diary, monkeypatch) -> None:
    monkeypatch.setattr(fulltext, "BATCH_TEXTS", 3)
    for minute in range(10):
        diary.said(minute, f"sentence {minute}", index=False)
    diary.storage.writer.run(fulltext.index_next)
    with diary.storage.readers.lend() as connection:
        assert indexed_offset(connection) == 3
        assert connection.execute("SELECT count(*) FROM document").get == 3
    diary.indexer.catch_up()
    assert words(diary, "sentence") == 10
    assert diary.storage.log.lag(fulltext.GROUP).entries == 0


def test_indexing_again_adds_nothing(diary) -> None:
    diary.said(0, "only once")
    diary.storage.log.seek(fulltext.GROUP, 0)
    diary.indexer.catch_up()
    assert words(diary, "once") == 1


def test_a_rebuild_indexes_everything_anew(diary) -> None:
    diary.said(0, "still here")
    diary.storage.writer.run(fulltext.rebuild)
    assert words(diary, "still") == 0
    diary.indexer.catch_up()
    assert words(diary, "still") == fragments(diary, '"sti" AND "til"') == 1


def test_deleting_takes_out_indexed_and_unindexed_texts(diary) -> None:
    first, second = diary.said(0, "indexed gone"), diary.said(1, "indexed stays")
    third = diary.said(2, "unindexed gone", index=False)
    diary.storage.log.delete([first.uid, third.uid])
    diary.indexer.catch_up()
    assert (words(diary, "gone"), fragments(diary, '"gon"')) == (0, 0)
    assert words(diary, "stays") == 1
    with diary.storage.readers.lend() as connection:
        assert connection.execute("SELECT count(*) FROM document").get == 1
    diary.storage.writer.run(lambda c: c.execute("INSERT INTO words (words) VALUES ('integrity-check')"))
    assert second.text == "indexed stays"


def test_the_thread_indexes_what_is_appended_while_it_runs(diary) -> None:
    indexer = FulltextIndexer(diary.storage.writer, diary.storage.readers, diary.storage.log)
    indexer.start()
    seen = threading.Event()
    diary.said(0, "live", index=False)
    for _ in range(200):
        if words(diary, "live"):
            seen.set()
            break
        seen.wait(0.02)
    indexer.stop()
    assert seen.is_set()


def test_the_thread_ends_when_the_log_is_closed_first(diary) -> None:
    indexer = FulltextIndexer(diary.storage.writer, diary.storage.readers, diary.storage.log)
    indexer.start()
    diary.storage.log.close()
    indexer.stop()
    assert not any(thread.name == "fulltext" for thread in threading.enumerate())


def test_who_watches_is_told_each_text_once_when_it_is_in_the_index(diary, monkeypatch) -> None:
    monkeypatch.setattr(fulltext, "BATCH_TEXTS", 2)
    diary.said(0, "before anybody watched")
    told = []

    def watch(indexed: fulltext.Indexed) -> None:
        told.append((indexed, words(diary, "sentence")))

    diary.indexer.watcher = watch
    said = [diary.said(minute, f"sentence {minute}", index=False) for minute in range(3)]
    diary.indexer.catch_up()
    diary.indexer.catch_up()

    assert [text.uid for indexed, _ in told for text in indexed.texts] == [event.uid for event in said]
    assert [count for _, count in told] == [2, 3], "it could be found by then"
    assert all(indexed.began_us <= indexed.ended_us for indexed, _ in told)
    assert [text.trace for text in told[0][0].texts] == [trace_of(event) for event in said[:2]]
