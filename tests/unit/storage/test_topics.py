"""Patterns, and the topics that ship."""

import pytest

from storage import topics
from storage.registry import SchemaRegistry
from storage.topics import builtin_topics, matches


@pytest.mark.parametrize(
    ("pattern", "topic", "wanted"),
    [
        ("device.video.screen.raw", "device.video.screen.raw", True),
        ("device.*.raw", "device.video.screen.raw", True),
        ("device.*.screen.raw", "device.video.screen.raw", True),
        ("*", "device.video.screen.raw", True),
        ("*.raw", "device.video.screen.raw", True),
        ("device.*", "device", False),
        ("device.video.screen.raw.*", "device.video.screen.raw", False),
        ("device.video", "device.video.screen.raw", False),
        ("*.text.*", "media.text.transcript.words", True),
        ("media.*.text", "media.text", False),
    ],
)
def test_a_star_stands_for_one_or_more_parts(pattern: str, topic: str, wanted: bool) -> None:
    assert matches(pattern, topic) is wanted


def test_every_topic_named_in_code_ships_with_a_schema_that_compiles() -> None:
    named = {value for name, value in vars(topics).items() if name.isupper() and isinstance(value, str)}
    assert named <= set(builtin_topics())
    assert set(SchemaRegistry(builtin_topics()).topics) == set(builtin_topics())
