"""Decides whether a newer JSON Schema still accepts everything an older one did (backward compatibility).

Only what can be proven counts: a keyword whose effect is not known here must stay as it was. One thing is taken on
trust: a field that the older schema does not speak of was not used.
"""

from collections.abc import Iterator, Mapping
from typing import Any

_TYPES = {"null", "boolean", "integer", "number", "string", "array", "object"}
_NOTES = {"title", "description", "examples", "default", "$comment", "$schema", "$id"}
_LOWER_BOUNDS = {"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"}
_UPPER_BOUNDS = {"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"}
_HANDLED = {"type", "enum", "properties", "required", "items", "additionalProperties"}

Schema = Mapping[str, Any]


def breaks(old: Schema, new: Schema) -> list[str]:
    """Return why data valid under `old` may not be valid under `new`; empty when it always is."""
    return list(_breaks(old, new, "data"))


def _breaks(old: Schema, new: Schema, where: str) -> Iterator[str]:
    missing = _types(old) - _types(new)
    if missing:
        yield f"{where} may no longer be {' or '.join(sorted(missing))}"
    yield from _enum_breaks(old, new, where)
    yield from _bound_breaks(old, new, where)
    yield from _object_breaks(old, new, where)
    if "items" in new:
        yield from _breaks(old.get("items", {}), new["items"], f"{where}[]")
    for keyword in sorted(set(new) - _HANDLED - _NOTES - _LOWER_BOUNDS - _UPPER_BOUNDS):
        if new[keyword] != old.get(keyword):
            yield f"{where} has a new {keyword}"


def _types(schema: Schema) -> set[str]:
    declared = schema.get("type", sorted(_TYPES))
    types = {declared} if isinstance(declared, str) else set(declared)
    return types | {"integer"} if "number" in types else types


def _enum_breaks(old: Schema, new: Schema, where: str) -> Iterator[str]:
    if "enum" not in new:
        return
    if "enum" not in old:
        yield f"{where} is now limited to some values"
        return
    gone = [value for value in old["enum"] if value not in new["enum"]]
    if gone:
        yield f"{where} may no longer be {', '.join(str(value) for value in gone)}"


def _bound_breaks(old: Schema, new: Schema, where: str) -> Iterator[str]:
    for keyword in sorted(_LOWER_BOUNDS & set(new)):
        if keyword not in old or new[keyword] > old[keyword]:
            yield f"{where} has a higher {keyword}"
    for keyword in sorted(_UPPER_BOUNDS & set(new)):
        if keyword not in old or new[keyword] < old[keyword]:
            yield f"{where} has a lower {keyword}"


def _object_breaks(old: Schema, new: Schema, where: str) -> Iterator[str]:
    added = set(new.get("required", ())) - set(old.get("required", ()))
    if added:
        yield f"{where} now needs {', '.join(sorted(added))}"
    had, has = old.get("properties", {}), new.get("properties", {})
    for name in sorted(set(had) & set(has)):
        yield from _breaks(had[name], has[name], f"{where}.{name}")
    allowed, before = new.get("additionalProperties", True), old.get("additionalProperties", True)
    if allowed is False and before is not False:
        yield f"{where} no longer takes unknown fields"
    elif isinstance(allowed, Mapping):
        yield from _breaks(before if isinstance(before, Mapping) else {}, allowed, f"{where}.*")
    if allowed is False:
        for name in sorted(set(had) - set(has)):
            yield f"{where} no longer takes {name}"
