"""What every registered processor promises."""

import pickle
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from processing.models.catalog import Catalog, known_models
from processing.processor import Processor, Work
from processing.registry import planned
from processing.settings import ProcessingSettings
from storage.events import Event
from storage.topics import builtin_topics, matches

MEMBERS = [one.processor for one in planned(ProcessingSettings())]


@pytest.fixture(params=MEMBERS, ids=[member.spec.name for member in MEMBERS])
def processor(request: pytest.FixtureRequest) -> Processor[Any]:
    found: Processor[Any] = request.param
    return found


@pytest.fixture
def loaded(processor: Processor[Any]) -> Any:
    catalog = Catalog()
    return processor.load({task: catalog.find(task, name) for task, name in processor.spec.models})


def test_it_is_a_frozen_comparable_value_that_travels(processor: Processor[Any]) -> None:
    assert is_dataclass(processor)
    assert pickle.loads(pickle.dumps(processor)) == processor
    assert isinstance(hash(processor), int)
    for field in fields(processor):
        with pytest.raises(AttributeError):
            setattr(processor, field.name, None)


def test_its_name_is_its_own(processor: Processor[Any]) -> None:
    assert [member.spec.name for member in MEMBERS].count(processor.spec.name) == 1
    assert processor.spec.title
    assert processor.spec.version


def test_it_reads_and_makes_registered_topics(processor: Processor[Any]) -> None:
    topics = builtin_topics()
    for pattern in processor.spec.consumes:
        assert any(matches(pattern, topic) for topic in topics), pattern
    for topic in processor.spec.produces:
        assert topic in topics
        assert not any(matches(pattern, topic) for pattern in processor.spec.consumes), "it would feed itself"


def test_its_models_are_known_by_name(processor: Processor[Any]) -> None:
    for task, name in processor.spec.models:
        assert (task, name) in {(model.task, model.name) for model in known_models()}


def test_its_limits_are_sensible(processor: Processor[Any]) -> None:
    assert processor.spec.batch >= 1
    assert processor.spec.timeout_s > 0


def test_no_work_gives_no_results(processor: Processor[Any], loaded: Any) -> None:
    assert list(processor.derive([], loaded)) == []


def test_an_event_without_media_is_answered(processor: Processor[Any], loaded: Any) -> None:
    event = Event(b"e" * 16, processor.spec.consumes[0], "desk", 1_000, 2_000, 2_000, data={}, text="a few words")
    results = processor.derive([Work(event, None), Work(event, None)], loaded)

    assert len(results) == 2
