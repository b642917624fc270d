from opentelemetry.sdk.resources import Resource

from app.telemetry.spans import spans_of
from app.telemetry.tap import Passage
from storage.events import Event, new_uid, trace_of
from storage.topics import CLIPBOARD
from tests.data.passing import copied, found_in


def test_capture_and_result_are_one_trace_that_the_result_names() -> None:
    event = copied("a secret recipe")
    result = found_in(event)
    seen = Passage((event,), "", 3_000_000, 3_000_000, 3_500_000)
    made = Passage((result,), "processor.entities", 4_000_000, 5_000_000, 5_200_000)

    capture, stored, process, kept = [span for each in (seen, made) for span in spans_of(each, Resource({}))]

    assert [span.name for span in (capture, stored, process, kept)] == [
        f"capture {CLIPBOARD}", "store", "process entities", "store",
    ]  # fmt: skip
    ids = {span.context.trace_id for span in (capture, stored, process, kept)}
    assert ids == {int.from_bytes(event.uid, "big")}
    assert trace_of(result) == event.uid
    assert capture.parent is None
    assert process.parent is not None
    assert process.parent.span_id == capture.context.span_id
    assert (process.start_time, process.end_time) == (4_000_000_000, 5_200_000_000)
    assert len({span.context.span_id for span in (capture, stored, process, kept)}) == 4
    assert "secret" not in "".join(span.to_json() for span in (capture, stored, process, kept))


def test_a_result_of_a_result_stays_in_the_trace_of_what_was_captured() -> None:
    event = copied()
    first = found_in(event)
    second = found_in(first)
    assert trace_of(second) == event.uid


def test_an_old_result_belongs_to_its_parent_and_nonsense_is_not_taken_for_a_trace() -> None:
    parent = new_uid()
    old = Event(new_uid(), "a.b", "desk", 0, 0, 0, data={"provenance": {"processor": "ocr"}}, parent=parent)
    odd = Event(new_uid(), "a.b", "desk", 0, 0, 0, data={"provenance": {"trace": "x" * 32}}, parent=parent)
    assert trace_of(old) == trace_of(odd) == parent
