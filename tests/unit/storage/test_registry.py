"""Events against schemas, and new schemas against recorded ones."""

from dataclasses import replace
from typing import Any

import pytest

from storage.events import Event, new_uid
from storage.registry import IncompatibleSchemaError, RecordedSchema, SchemaError, SchemaRegistry
from storage.topics import Topic

NAME = "test.thing.happened.raw"
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"size": {"type": "integer", "minimum": 0}, "kind": {"enum": ["big", "small"]}},
    "required": ["size"],
}
TOPIC = Topic(NAME, 1, "backward", "Thing", None, False, None, None, False, SCHEMA)


def event(**data: Any) -> Event:
    return Event(new_uid(), NAME, "desk", 0, 0, 0, data=data)


def test_matching_events_pass_with_unknown_fields() -> None:
    registry = SchemaRegistry({NAME: TOPIC})
    good = [event(size=3), event(size=0, kind="big", more={"a": [1]})]
    assert registry.sort(good) == (good, [])


@pytest.mark.parametrize(
    ("data", "cause"),
    [({}, "size"), ({"size": -1}, "size"), ({"size": "3"}, "size"), ({"size": 1, "kind": "huge"}, "kind")],
)
def test_others_are_sorted_out_with_the_cause(data: dict[str, Any], cause: str) -> None:
    good, [(bad, why)] = SchemaRegistry({NAME: TOPIC}).sort([event(**data)])
    assert good == []
    assert bad.data == data
    assert cause in why


def test_an_unregistered_topic_is_a_cause() -> None:
    _, [(_, why)] = SchemaRegistry({}).sort([event(size=1)])
    assert "not registered" in why


def upgraded(version: int, schema: dict[str, Any], **fields: Any) -> SchemaRegistry:
    return SchemaRegistry({NAME: replace(TOPIC, version=version, schema=schema, **fields)})


RECORDED = [RecordedSchema(NAME, 1, SCHEMA), RecordedSchema("gone.topic", 9, {})]
NARROWER = {**SCHEMA, "required": ["size", "kind"]}
WIDER = {**SCHEMA, "required": []}


def test_the_same_and_a_wider_schema_follow() -> None:
    upgraded(1, dict(reversed(SCHEMA.items()))).check_upgrade(RECORDED)
    upgraded(2, WIDER).check_upgrade(RECORDED)


def test_a_narrower_schema_is_refused_by_name_and_reason() -> None:
    with pytest.raises(IncompatibleSchemaError, match=rf"{NAME}.*needs kind"):
        upgraded(2, NARROWER).check_upgrade(RECORDED)


def test_a_topic_may_waive_compatibility() -> None:
    upgraded(2, NARROWER, compatibility="none").check_upgrade(RECORDED)


def test_a_change_needs_a_new_version() -> None:
    with pytest.raises(IncompatibleSchemaError, match="without a new version"):
        upgraded(1, WIDER).check_upgrade(RECORDED)


def test_a_database_of_a_newer_program_is_refused() -> None:
    with pytest.raises(SchemaError, match="newer"):
        upgraded(1, SCHEMA).check_upgrade([RecordedSchema(NAME, 2, WIDER)])


def test_a_schema_that_is_none_and_an_unknown_rule_are_refused() -> None:
    with pytest.raises(SchemaError, match="not valid"):
        SchemaRegistry({NAME: replace(TOPIC, schema={"type": "thing"})})
    with pytest.raises(SchemaError, match="unknown compatibility"):
        SchemaRegistry({NAME: replace(TOPIC, compatibility="sideways")})
