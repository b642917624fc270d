"""Kinds have names people use."""

from dataclasses import replace

from app.ui.search.kinds import chip, chip_of, kind_title
from storage.events import Event
from storage.search.kinds import KINDS
from storage.store import HIGHLIGHT_END, HIGHLIGHT_START, Hit
from storage.topics import SCREEN_TEXT, TRANSCRIPT, builtin_topics


def test_chips() -> None:
    assert chip(SCREEN_TEXT) == "seen"
    assert chip(TRANSCRIPT) == "heard"
    assert chip("a.topic.nobody.knows") == "a.topic.nobody.knows"
    assert all(chip(topic) for topic in builtin_topics())


def test_every_kind_of_the_query_language_has_a_title() -> None:
    titles = [kind_title(kind) for kind in KINDS]
    assert len(set(titles)) == len(titles)
    assert kind_title("walks") == "Walks"


def test_a_hit_found_by_its_meaning_says_so() -> None:
    event = Event(b"e" * 16, TRANSCRIPT, "desk", 0, 0, 0, text="a text")
    hit = Hit(event, 0, 0, 1, "", "", "a text", 1.0)

    assert chip_of(hit) == "heard"
    assert chip_of(replace(hit, similarity=0.6)) == "heard, in other words"
    marked = f"a {HIGHLIGHT_START}text{HIGHLIGHT_END}"
    assert chip_of(replace(hit, similarity=0.6, snippet=marked, count=3)) == "heard × 3"
