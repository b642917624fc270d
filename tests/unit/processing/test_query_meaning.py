"""The worker process that reads queries is real."""

import logging
import os
import signal
import threading
from collections.abc import Iterator

import numpy as np
import pytest

from processing.models.catalog import Catalog
from processing.query_meaning import QueryMeaning
from processing.settings import EmbeddingSettings
from storage.vectors import similarities
from tests.data.observed import until

DEADLINE_S = 60.0


@pytest.fixture
def queries() -> Iterator[QueryMeaning]:
    opened = QueryMeaning(EmbeddingSettings())
    yield opened
    opened.close()


def vector(queries: QueryMeaning, text: str) -> np.ndarray:  # type: ignore[type-arg]
    found = queries.find(text)
    assert found is not None
    return np.frombuffer(found.vector, np.int8)


def test_the_same_in_other_words_is_above_the_floor_and_something_else_below(queries: QueryMeaning) -> None:
    found = queries.find("make the printer cheaper")
    assert found is not None
    assert found.model == "minilm-int8@1"
    asked = np.frombuffer(found.vector, np.int8)

    alike, other = similarities(
        asked, np.stack([vector(queries, "lower the price of the printer"), vector(queries, "my dog ran away")])
    )

    assert alike > found.floor > other
    assert 0.2 < found.floor < 0.5


def test_what_was_asked_before_is_known_at_once(queries: QueryMeaning) -> None:
    assert queries.ready("lost pet") is None
    first = queries.find("lost pet")

    assert queries.ready("lost pet") is first
    assert queries.find("lost pet") is first


def test_what_has_no_words_has_no_meaning(queries: QueryMeaning) -> None:
    assert queries.find("") is None
    assert queries.find("12:30") is None


def test_an_idle_worker_leaves_and_comes_back() -> None:
    queries = QueryMeaning(EmbeddingSettings(), idle_s=0.2)
    try:
        vector(queries, "first")
        until(lambda: queries.worker_pid is None)  # waiting for the process itself would take its end from its owner
        assert len(vector(queries, "second")) == 384
    finally:
        queries.close()


def test_a_killed_worker_costs_one_answer(queries: QueryMeaning, caplog: pytest.LogCaptureFixture) -> None:
    vector(queries, "before")
    assert queries.worker_pid is not None
    os.kill(queries.worker_pid, signal.SIGKILL)

    with caplog.at_level(logging.WARNING):
        assert queries.find("meanwhile") is None
    assert len(vector(queries, "afterwards")) == 384
    assert "words alone" in caplog.text


def test_a_worker_whose_exit_status_somebody_else_took_costs_one_answer_at_most() -> None:
    queries = QueryMeaning(EmbeddingSettings(), idle_s=0.2)
    try:
        vector(queries, "before")
        pid = queries.worker_pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        until(lambda: queries.worker_pid is None)
        assert len(vector(queries, "afterwards")) == 384
    finally:
        queries.close()


def test_a_thread_that_failed_answers_who_waits_and_is_replaced(
    queries: QueryMeaning, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: list[object] = []
    monkeypatch.setattr(threading, "excepthook", failed.append)
    with monkeypatch.context() as broken:
        broken.setattr(queries, "_answer", lambda text: 1 / 0)
        assert queries.find("meanwhile") is None
    until(lambda: bool(failed))

    assert len(vector(queries, "afterwards")) == 384


def test_without_the_model_words_alone_are_searched_and_said_once(caplog: pytest.LogCaptureFixture) -> None:
    queries = QueryMeaning(EmbeddingSettings(), Catalog(models=()))
    try:
        with caplog.at_level(logging.WARNING):
            assert queries.find("dog") is None
            assert queries.find("cat") is None
    finally:
        queries.close()
    assert caplog.text.count("words alone") == 1


def test_turned_off_there_is_no_process() -> None:
    queries = QueryMeaning(EmbeddingSettings(enabled=False))

    assert queries.find("dog") is None
    assert queries.worker_pid is None
    queries.apply(EmbeddingSettings())
    assert queries.find("dog") is not None
    queries.close()


def test_closing_ends_the_process_and_answers_who_waits() -> None:
    queries = QueryMeaning(EmbeddingSettings())
    answers: list[object] = []
    asking = threading.Thread(target=lambda: answers.append(queries.find("a question")))
    asking.start()
    queries.close()
    asking.join(DEADLINE_S)

    assert not asking.is_alive()
    assert queries.worker_pid is None
    assert queries.find("later") is None
