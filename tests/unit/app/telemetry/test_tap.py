from app.telemetry.tap import Passage, TappedLog
from storage.log import Commit
from storage.topics import CLIPBOARD, ENTITIES
from tests.data.passing import copied, found_in


class Notes:
    """A watcher that remembers."""

    def __init__(self) -> None:
        self.passages: list[Passage] = []

    def passed(self, passage: Passage) -> None:
        self.passages.append(passage)


def test_it_counts_what_passes_also_while_nobody_watches(tapped: TappedLog) -> None:
    tapped.subscribe("processor.entities", [CLIPBOARD])
    event = copied()
    assert tapped.append([event]).added == 1
    batch = tapped.read("processor.entities")
    assert [entry.uid for entry in batch.entries] == [event.uid]
    tapped.append([found_in(event)], commit=Commit("processor.entities", batch.offset))
    assert tapped.lag("processor.entities").entries == 0
    tapped.fail("processor.entities", event.uid, "cause", "traceback")

    counts = tapped.counts()

    assert counts.appended == {CLIPBOARD: 1, ENTITIES: 1}
    assert counts.batches == counts.failures == {"processor.entities": 1}


def test_a_watcher_sees_when_it_was_read_and_when_it_was_durable(tapped: TappedLog) -> None:
    notes = tapped.watcher = Notes()
    tapped.subscribe("processor.entities", [CLIPBOARD])
    event = copied()
    tapped.append([event])
    batch = tapped.read("processor.entities")
    tapped.read("processor.entities")
    result = found_in(event)
    tapped.append([result], commit=Commit("processor.entities", batch.offset))

    captured, derived = notes.passages
    assert (captured.events, captured.group) == ((event,), "")
    assert (derived.events, derived.group) == ((result,), "processor.entities")
    assert captured.ended_us <= derived.read_us <= derived.began_us <= derived.ended_us


def test_the_rest_of_the_log_is_the_log(tapped: TappedLog) -> None:
    event = copied()
    tapped.append([event])
    tapped.subscribe("g", [CLIPBOARD])
    head = tapped.head()
    assert tapped.wait(0, 1) == head
    assert "g" in tapped.groups()
    tapped.commit("g", head)
    tapped.seek("g", 0)
    assert tapped.lag("g").entries == 1
    assert tapped.passed_over("g") == ()
    tapped.extend(event.uid, event.end_us + 5)
    for _ in range(3):
        tapped.fail("g", event.uid, "cause", "traceback")
    (letter,) = tapped.dead_letters("g")
    tapped.requeue(letter.id)
    assert tapped.dead_letters() == ()
    assert tapped.delete([event.uid]) == 1
