"""Kinds have names people use."""

from app.ui.search.kinds import chip, kind_title
from storage.search.kinds import KINDS
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
