"""Which changes of a schema still accept everything from before."""

from typing import Any

import fastjsonschema
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from storage.compatibility import breaks

OBJECT: dict[str, Any] = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (OBJECT, {**OBJECT, "required": []}),
        (OBJECT, {**OBJECT, "description": "told"}),
        (OBJECT, {"type": "object", "properties": {"a": {"type": "number"}}, "required": ["a"]}),
        ({"type": "integer"}, {"type": ["integer", "null"]}),
        ({"enum": ["x"]}, {"enum": ["x", "y"]}),
        ({"type": "integer", "minimum": 3}, {"type": "integer", "minimum": 0}),
        ({"type": "array", "items": {"type": "integer"}}, {"type": "array", "items": {}}),
    ],
)
def test_loosening_is_compatible(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert breaks(old, new) == []


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (OBJECT, {**OBJECT, "required": ["a", "b"]}, "needs b"),
        (OBJECT, {**OBJECT, "properties": {"a": {"type": "string"}}}, "data.a may no longer be integer"),
        (OBJECT, {**OBJECT, "additionalProperties": False}, "unknown fields"),
        (OBJECT, {**OBJECT, "minProperties": 2}, "minProperties"),
        ({"enum": ["x", "y"]}, {"enum": ["x"]}, "y"),
        ({"type": "string"}, {"type": "string", "enum": ["x"]}, "limited"),
        ({"type": "integer", "maximum": 3}, {"type": "integer", "maximum": 2}, "lower maximum"),
        ({"type": "array"}, {"type": "array", "items": {"type": "string"}}, "data[]"),
        ({"type": "string"}, {"type": "string", "pattern": "^a"}, "new pattern"),
    ],
)
def test_tightening_breaks_with_a_reason(old: dict[str, Any], new: dict[str, Any], reason: str) -> None:
    assert any(reason in found for found in breaks(old, new))


schemas = st.fixed_dictionaries(
    {"type": st.just("object")},
    optional={
        "properties": st.dictionaries(
            st.sampled_from("ab"),
            st.one_of(
                st.builds(lambda low: {"type": "integer", "minimum": low}, st.integers(-2, 2)),
                st.builds(
                    lambda kinds: {"type": sorted(kinds)}, st.sets(st.sampled_from(["string", "number"]), min_size=1)
                ),
                st.builds(lambda values: {"enum": sorted(values)}, st.sets(st.sampled_from("xy"), min_size=1)),
            ),
        ),
        "required": st.lists(st.sampled_from("ab"), unique=True),
    },
)
values = st.dictionaries(st.sampled_from("abc"), st.one_of(st.integers(-3, 3), st.sampled_from("xyz"), st.none()))


@given(schemas, schemas, st.lists(values, max_size=8))
def test_what_does_not_break_accepts_everything_from_before(
    old: dict[str, Any], new: dict[str, Any], data: list[dict[str, Any]]
) -> None:
    assume(not breaks(old, new))
    before, after = fastjsonschema.compile(old), fastjsonschema.compile(new)
    added = set(new.get("properties", {})) - set(old.get("properties", {}))
    for item in data:
        if added & set(item):
            continue
        try:
            before(item)
        except fastjsonschema.JsonSchemaValueException:
            continue
        after(item)
