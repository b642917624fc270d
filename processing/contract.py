"""What every processor promises, as checks: for the tests of this project, and for authors of plugins.

`broken_promises(MyProcessor())` in a test of your own returns what is wrong; an empty list is a pass.
"""

import pickle
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from processing.answers import ForeignAnswerError, read_answer
from processing.processor import API_VERSION, ModelFile, Processor, ProcessorSpec, Work
from processing.worker_main import Answer
from storage.events import Event
from storage.registry import SchemaRegistry
from storage.topics import builtin_topics, matches


def broken_promises(
    processor: Processor[Any], models: Mapping[str, ModelFile] | None = None, samples: Sequence[Work] = ()
) -> list[str]:
    """Return what a processor does not keep to, in sentences.

    Args:
        processor: an instance.
        models: the models it asks for; without them it is not loaded where it asks for any.
        samples: real work, whose results are checked against the schemas of their topics.
    """
    found = [*_value(processor), *_declaration(processor.spec)]
    if found or (processor.spec.models and models is None):
        return found
    return [*found, *_answers(processor, models or {}, samples)]


def _value(processor: Processor[Any]) -> Iterator[str]:
    if not is_dataclass(processor):
        yield "it is not a dataclass"
        return
    try:
        if pickle.loads(pickle.dumps(processor)) != processor:  # noqa: S301 - our own bytes
            yield "it is not equal to itself after a journey to another process"
        hash(processor)
    except (TypeError, AttributeError, pickle.PicklingError) as error:
        yield f"it cannot be sent to another process: {error}"
    for field in fields(processor):
        try:
            setattr(processor, field.name, getattr(processor, field.name))
        except AttributeError:
            continue
        yield f"its field {field.name} can be changed: make the dataclass frozen"


def _declaration(spec: ProcessorSpec) -> Iterator[str]:
    topics = builtin_topics()
    for what in ("name", "title", "version", "family"):
        if not getattr(spec, what):
            yield f"its {what} is empty"
    if spec.api not in {0, API_VERSION}:
        yield f"it was made for version {spec.api} of the interface; this is version {API_VERSION}"
    if spec.batch < 1 or spec.timeout_s <= 0:
        yield "its batch must be at least 1 and its timeout more than 0"
    for pattern in spec.consumes:
        if not any(matches(pattern, topic) for topic in topics):
            yield f"it reads {pattern}, which no registered topic matches"
    for topic in spec.produces:
        if topic not in topics:
            yield f"it makes {topic}, which is not registered"
        if any(matches(pattern, topic) for pattern in spec.consumes):
            yield f"it makes {topic}, which it reads itself"


def _answers(processor: Processor[Any], models: Mapping[str, ModelFile], samples: Sequence[Work]) -> Iterator[str]:
    model = processor.load(models)
    if list(processor.derive([], model)):
        yield "no work has results"
    bare = Event(b"contract-event-0", processor.spec.consumes[0], "desk", 1_000, 2_000, 2_000, text="a few words")
    if len(processor.derive([Work(bare, None), Work(bare, None)], model)) != 2:
        yield "two events without media do not get two answers"
    registry = SchemaRegistry(builtin_topics())
    first, again = (processor.derive(samples, model) for _ in range(2))
    for piece, many in zip(samples, first, strict=True):
        for number, one in enumerate(many):
            uid = number.to_bytes(16, "big")
            event = Event(uid, one.topic, "desk", one.start_us, one.end_us, piece.event.received_us, data=one.data)
            _, bad = registry.sort([event])
            yield from (f"a result does not match its topic: {cause}" for _, cause in bad)
    try:
        read_answer(pickle.dumps(Answer(tuple(tuple(many) for many in first))))
    except ForeignAnswerError as error:
        yield f"its results hold more than texts, numbers, truths, lists and mappings: {error}"
    if [list(many) for many in first] != [list(many) for many in again]:
        yield "the same work gives other results the second time"
