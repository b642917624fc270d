"""The quick check never says yes where the full validator says no."""

from typing import Any

import fastjsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.quickcheck import quick_check
from storage.topics import builtin_topics

SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "n": {"type": "integer", "minimum": 0, "maximum": 9},
        "x": {"type": "number", "maximum": 1.5},
        "kind": {"enum": ["a", "b"]},
        "on": {"type": "boolean"},
        "inner": {"type": "object", "properties": {"s": {"type": "string"}}, "required": ["s"]},
        "list": {"type": "array", "items": {"type": "integer"}, "minItems": 1, "maxItems": 2},
        "any": {},
    },
    "required": ["n", "extra"],
}
scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 11), st.floats(allow_nan=True), st.sampled_from(["a", "b", "c"])
)
data = st.dictionaries(
    st.sampled_from([*SCHEMA["properties"], "extra"]),
    st.one_of(scalars, st.lists(scalars, max_size=3), st.dictionaries(st.sampled_from(["s", "t"]), scalars)),
)
full = fastjsonschema.compile(SCHEMA)
quick = quick_check(SCHEMA)


@given(data)
def test_yes_means_valid(value: dict[str, Any]) -> None:
    if quick(value):
        full(value)


@pytest.mark.parametrize(
    "value",
    [
        {"n": 3, "extra": 1},
        {"n": 0, "extra": None, "x": 1, "kind": "a", "on": True, "inner": {"s": ""}, "list": [1, 2], "any": [None]},
    ],
)
def test_the_common_case_is_a_yes(value: dict[str, Any]) -> None:
    assert quick(value)


@pytest.mark.parametrize("schema", [{"type": "string", "pattern": "a"}, {"enum": [1]}, {"type": ["string", "null"]}])
def test_where_it_knows_too_little_it_says_no(schema: dict[str, Any]) -> None:
    assert not quick_check(schema)("a")


def test_it_knows_the_schemas_that_ship() -> None:
    assert quick_check(builtin_topics()["os.window.focus.raw"].schema)({"app": "editor", "title": ""})
    assert quick_check(builtin_topics()["os.input.activity.raw"].schema)({"keys": 1, "clicks": 0})
