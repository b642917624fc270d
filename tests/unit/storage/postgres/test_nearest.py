"""The nearest texts: most alike first, each once, not all that is left when the best is far better."""

import numpy as np

from storage.events import Event
from storage.postgres.nearest import by_meaning, passage
from storage.postgres.open import PostgresStorage
from storage.store import Meaning, SearchQuery
from storage.topics import MEANING
from storage.vectors import Passage, as_data, quantise
from tests.unit.storage.conftest import MakeEvent

ALL = 1 << 60


def towards(degrees: float) -> "np.ndarray[tuple[int], np.dtype[np.int8]]":
    """Return a direction in a plane, among eight numbers."""
    angle = np.radians(degrees)
    return quantise(np.array([np.cos(angle), np.sin(angle), 0, 0, 0, 0, 0, 0], np.float32))


def said(make_event: MakeEvent, name: str, *degrees: float) -> list[Event]:
    """Return an event with a text, and the event with a passage for each direction."""
    text = make_event(name, text=name)
    data = as_data("test@1", [Passage(n, n + 1, towards(angle)) for n, angle in enumerate(degrees)])
    return [text, make_event(f"{name} means", MEANING, data=data, parent=text.uid)]


def found(postgres: PostgresStorage, floor: float, head: int = ALL) -> list[tuple[str | None, int, float]]:
    query = SearchQuery(meaning=Meaning("test@1", towards(0).tobytes(), floor))
    with postgres.store._connections.read() as connection:
        near = by_meaning(connection, query, head)
        assert all(passage(connection, one).start == one.place for _, one in near)  # type: ignore[union-attr]
    texts = [postgres.store.by_key(candidate.key) for candidate, _ in near]
    return [
        (None if text is None else text.text, one.place, round(one.similarity, 1))
        for text, (_, one) in zip(texts, near, strict=True)
    ]


def test_most_alike_first_and_each_text_once_by_its_best_passage(
    postgres: PostgresStorage, make_event: MakeEvent
) -> None:
    postgres.ingest.append(
        [*said(make_event, "far", 40), *said(make_event, "near", 90, 10, 20), *said(make_event, "mid", 30)]
    )
    assert found(postgres, 0.5) == [("near", 1, 1.0), ("mid", 0, 0.9), ("far", 0, 0.8)]
    assert found(postgres, 0.8) == [("near", 1, 1.0), ("mid", 0, 0.9)]


def test_what_is_much_less_alike_than_the_best_says_something_else(
    postgres: PostgresStorage, make_event: MakeEvent
) -> None:
    postgres.ingest.append([*said(make_event, "same", 0), *said(make_event, "other", 50)])
    assert [text for text, _, _ in found(postgres, 0.1)] == ["same"]


def test_a_direction_of_zeros_is_near_nothing(postgres: PostgresStorage, make_event: MakeEvent) -> None:
    text = make_event("zero", text="zero")
    data = as_data("test@1", [Passage(0, 1, np.zeros(8, np.int8))])
    postgres.ingest.append([text, make_event("zero means", MEANING, data=data, parent=text.uid)])
    assert found(postgres, -1.0) == []


def test_what_came_after_the_head_is_not_part_of_the_answer(postgres: PostgresStorage, make_event: MakeEvent) -> None:
    postgres.ingest.append(said(make_event, "first", 0))
    postgres.ingest.append(said(make_event, "later", 0))
    assert [text for text, _, _ in found(postgres, 0.5, head=2)] == ["first"]


def test_without_vectors_nothing_has_a_meaning(postgres: PostgresStorage) -> None:
    with postgres.store._connections.write() as connection:
        connection.execute("DROP TABLE passage")
    assert found(postgres, 0.0) == []
