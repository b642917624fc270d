import platform
from dataclasses import replace

import numpy as np
import pytest

from processing.models.catalog import Catalog
from processing.processor import Derived, Work
from processing.processors.embedding import AGAIN_US, Embedding, Reader, spans_of
from storage.events import Event
from storage.topics import MEANING, NOTE, SCREEN_TEXT, TRANSCRIPT, WINDOW_FOCUS
from storage.vectors import passages_of, similarities

THINGS = ("cats", "dogs", "tea", "rain", "snow", "cars", "bees", "jazz", "rice", "ink")
SCREEN = "\n".join(f"line {letter} tells about {thing}" for letter, thing in zip("abcdefghij", THINGS, strict=True))


@pytest.fixture(scope="module")
def loaded() -> Reader:
    return Embedding().load({"text-embedding": Catalog().find("text-embedding", "minilm-int8")})


@pytest.fixture
def reader(loaded: Reader) -> Reader:
    """With nothing remembered."""
    return Reader(loaded.name, loaded.model)


def event(number: int, text: str, topic: str = TRANSCRIPT, at_us: int = 0) -> Event:
    return Event(number.to_bytes(16, "big"), topic, "desk", at_us, at_us + 5, at_us, text=text)


def derive(reader: Reader, *events: Event) -> list[tuple[Derived, ...]]:
    return [tuple(found) for found in Embedding().derive([Work(one, None) for one in events], reader)]


def test_a_text_gets_a_vector_with_model_dimension_and_place(reader: Reader) -> None:
    said = event(1, "We should make the printer cheaper.")

    ((found,),) = derive(reader, said)

    assert (found.topic, found.start_us, found.end_us, found.text) == (MEANING, 0, 5, None)
    assert (found.data["model"], found.data["dimension"]) == ("minilm-int8@1", 384)
    (passage,) = passages_of(found.data)
    assert (passage.start, passage.end) == (0, len(said.text or ""))


def test_what_means_alike_is_closer_than_what_does_not(reader: Reader) -> None:
    texts = ("Make the printer cheaper", "We should lower the price of the printer", "My dog ran away this morning")

    found = derive(reader, *(event(n, text) for n, text in enumerate(texts)))

    first, second, third = (passages_of(one.data)[0].vector for (one,) in found)
    alike, other = similarities(first, np.stack([second, third]))
    assert alike > 0.5 > other


def test_forty_identical_frames_are_written_down_once(reader: Reader) -> None:
    found = derive(reader, *(event(n, SCREEN, SCREEN_TEXT, n * 2_000_000) for n in range(40)))

    assert [len(one) for one in found] == [1] + [0] * 39


def test_frames_that_arrive_later_know_of_it_and_only_news_is_added(reader: Reader) -> None:
    derive(reader, event(1, SCREEN, SCREEN_TEXT))

    (same,) = derive(reader, event(2, SCREEN, SCREEN_TEXT, 1))
    (more,) = derive(reader, event(3, SCREEN + "\nand a last one about the moon over the sea", SCREEN_TEXT, 2))

    assert same == ()
    assert 0 < len(passages_of(more[0].data)) < len(spans_of(event(1, SCREEN, SCREEN_TEXT))) + 1


def test_after_ten_minutes_it_is_written_down_again_with_the_same_vector(reader: Reader) -> None:
    ((first,),) = derive(reader, event(1, "Inbox", WINDOW_FOCUS))
    ((later,),) = derive(reader, event(2, "Inbox", WINDOW_FOCUS, AGAIN_US + 1))

    assert (passages_of(first.data)[0].vector == passages_of(later.data)[0].vector).all()


def test_an_event_that_comes_again_gets_the_same_result(reader: Reader) -> None:
    said = event(1, "It is worked on twice when something in between failed.")

    assert derive(reader, said) == derive(reader, said) != [()]


def test_each_device_speaks_for_itself(reader: Reader) -> None:
    desk = event(1, "The same on both computers")

    assert all(derive(reader, desk, replace(desk, uid=b"p" * 16, device="phone")))


def test_what_has_no_words_has_no_vector(reader: Reader) -> None:
    assert derive(reader, event(1, "12:30"), replace(event(2, "x"), text=None)) == [(), ()]


@pytest.mark.skipif(platform.machine() != "x86_64" or platform.system() != "Linux", reason="its package has no other")
def test_a_multilingual_model_is_used_by_name() -> None:
    chosen = Embedding("e5-small")
    reader = chosen.load({"text-embedding": Catalog().find("text-embedding", "e5-small")})
    note = Event(b"a" * 16, NOTE, "desk", 0, 0, 0, text="Drucker billiger machen und neu bestellen")
    ((derived,),) = chosen.derive([Work(note, None)], reader)
    assert derived.data["model"] == "e5-small@1"
    assert derived.data["dimension"] == 384
