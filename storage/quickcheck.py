"""A fast check of the common case: says yes to most data that match a schema, and never to data that do not.

A full validator costs more than storing the event. From the keywords that our schemas use most, one expression is
compiled; where it says no, or a schema uses more than it knows, the full validator decides.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

QuickCheck = Callable[[Any], bool]

_ABSENT = object()
_NOTES = {"title", "description", "examples", "default", "$comment", "$schema", "$id"}
_KEYWORDS = {
    "object": {"type", "properties", "required"},
    "array": {"type", "items", "minItems", "maxItems"},
    "string": {"type"},
    "integer": {"type", "minimum", "maximum"},
    "number": {"type", "minimum", "maximum"},
    "boolean": {"type"},
}
_PLAIN = {
    "string": "type({v}) is str",
    "integer": "type({v}) is int",
    "number": "(type({v}) is float or type({v}) is int)",
    "boolean": "type({v}) is bool",
}
_COMPARISONS = {"minimum": "{v} >= {limit!r}", "maximum": "{v} <= {limit!r}"}
_LENGTHS = {"minItems": "len({v}) >= {limit!r}", "maxItems": "len({v}) <= {limit!r}"}


class _UnknownKeywordError(Exception):
    """The schema uses more than a quick check knows."""


def quick_check(schema: Mapping[str, Any]) -> QuickCheck:
    """Return a function that is True only for data that match the schema; it may say False to some that do, too."""
    try:
        return _compile(schema)
    except _UnknownKeywordError:
        return lambda _: False


def _compile(schema: Mapping[str, Any]) -> QuickCheck:
    names: dict[str, Any] = {"absent": _ABSENT}
    source = " and ".join(_conditions(schema, "v", names)) or "True"
    check: QuickCheck = eval(f"lambda v: {source}", names)  # noqa: S307  made of keywords, numbers and quoted names alone
    return check


def _conditions(schema: Mapping[str, Any], value: str, names: dict[str, Any]) -> Iterator[str]:
    """Yield the conditions on the Python expression `value`, putting what they call into `names`."""
    used = set(schema) - _NOTES
    if used == {"enum"} and all(type(item) is str for item in schema["enum"]):
        yield f"type({value}) is str and {value} in {_name(names, frozenset(schema['enum']))}"
        return
    kind = schema.get("type")
    if not isinstance(kind, str) or kind not in _KEYWORDS or used - _KEYWORDS[kind]:
        raise _UnknownKeywordError
    if kind in _PLAIN:
        yield _PLAIN[kind].format(v=value)
        yield from _limits(schema, value, _COMPARISONS)
    elif kind == "array":
        yield f"type({value}) is list"
        yield from _limits(schema, value, _LENGTHS)
        if "items" in schema:
            yield f"all(map({_name(names, _compile(schema['items']))}, {value}))"
    else:
        yield f"type({value}) is dict"
        yield from _fields(schema, value, names)


def _limits(schema: Mapping[str, Any], value: str, formats: Mapping[str, str]) -> Iterator[str]:
    for keyword, template in formats.items():
        if keyword in schema:
            if type(schema[keyword]) not in (int, float):
                raise _UnknownKeywordError
            yield template.format(v=value, limit=schema[keyword])


def _fields(schema: Mapping[str, Any], value: str, names: dict[str, Any]) -> Iterator[str]:
    required, properties = set(schema.get("required", ())), schema.get("properties", {})
    for field in sorted(required - set(properties)):
        yield f"{field!r} in {value}"
    for field, inner in properties.items():
        part = f"{value}{len(names)}"
        names[part] = None
        conditions = " and ".join(_conditions(inner, part, names)) if set(inner) - _NOTES else "True"
        read = f"({part} := {value}.get({field!r}, absent))"
        yield f"{read} is not absent and {conditions}" if field in required else f"({read} is absent or {conditions})"


def _name(names: dict[str, Any], thing: object) -> str:
    """Give a thing a name that the expression can use."""
    name = f"part{len(names)}"
    names[name] = thing
    return name
