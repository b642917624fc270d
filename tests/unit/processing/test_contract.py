from dataclasses import dataclass, replace

from processing.contract import broken_promises
from processing.processor import Work
from storage.events import Event
from storage.topics import SCREEN, SCREEN_TEXT
from tests.unit.processing.recipes import Recipe

SAMPLE = Work(Event(b"a-frame-a-frame-", SCREEN, "desk", 1_000, 1_000, 1_000, data={"title": "soup"}), None)


@dataclass
class Loose:
    """Everything an author may get wrong at first."""

    spec = replace(Recipe().spec, title="", batch=0, consumes=("no.such.topic",), produces=("what.is.this",), api=7)
    mood: str = "good"


def test_a_good_processor_breaks_none() -> None:
    assert broken_promises(Recipe(), samples=[SAMPLE]) == []


def test_each_broken_promise_is_told() -> None:
    told = " · ".join(broken_promises(Loose()))  # type: ignore[arg-type]

    for part in ("title is empty", "version 7", "batch", "no.such.topic", "what.is.this", "frozen", "another process"):
        assert part in told


def test_one_that_would_feed_itself_is_told() -> None:
    assert any("reads itself" in one for one in broken_promises(Recipe(consumes=(SCREEN_TEXT,))))


def test_results_that_do_not_match_their_topic_are_told() -> None:
    sample = Work(replace(SAMPLE.event, data={"title": "soup"}), None)

    assert any(
        "does not match" in one for one in broken_promises(Recipe(makes="os.window.focus.raw"), samples=[sample])
    )
