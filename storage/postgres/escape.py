r"""PostgreSQL's text cannot hold the character 0; it is written as two others, and read back as what it was."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import orjson

from storage.events import JsonObject, JsonValue

_MARK: Final = "\U0010fffe"
"""A code point that no text uses: it is not a character."""


def escape(text: str) -> str:
    """Return text that PostgreSQL can keep."""
    if "\0" not in text and _MARK not in text:
        return text
    return text.replace(_MARK, _MARK + "1").replace("\0", _MARK + "0")


def unescape(text: str) -> str:
    """Return what `escape` was given."""
    if _MARK not in text:
        return text
    return text.replace(_MARK + "0", "\0").replace(_MARK + "1", _MARK)


def dump_data(data: JsonObject) -> str:
    """Return an event's data as JSON text that PostgreSQL can keep and look into."""
    text = orjson.dumps(data if type(data) is dict else dict(data)).decode()
    if "\\u0000" not in text and _MARK not in text:
        return text
    return orjson.dumps(_mapped(data, escape)).decode()


def load_data(text: str) -> JsonObject:
    """Return what `dump_data` was given."""
    data: JsonObject = orjson.loads(text)
    return _mapped(data, unescape) if _MARK in text else data  # type: ignore[return-value]


def _mapped(value: JsonValue, change: Callable[[str], str]) -> JsonValue:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {change(name): _mapped(item, change) for name, item in value.items()}
    if isinstance(value, Sequence):
        return [_mapped(item, change) for item in value]
    return value
