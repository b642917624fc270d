"""Checks events against the schemas of their topics, and new schemas against the ones a database was written with."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import fastjsonschema
import orjson

from storage.compatibility import breaks
from storage.events import Event, JsonObject
from storage.quickcheck import quick_check
from storage.topics import Topic

Validator = Callable[[Any], Any]


class SchemaError(Exception):
    """A topic's schema cannot be used; the message names the topic and what is wrong."""


class IncompatibleSchemaError(SchemaError):
    """A schema was changed so that what has been recorded would no longer match it."""


@dataclass(frozen=True, slots=True)
class RecordedSchema:
    """A topic's schema as a database remembers it: `schema` is JSON."""

    name: str
    version: int
    schema: JsonObject


class SchemaRegistry:
    """Knows the registered topics. Safe from any thread; validators are compiled once."""

    def __init__(self, topics: Mapping[str, Topic]) -> None:
        self._topics = dict(topics)
        self._quick = {name: quick_check(topic.schema) for name, topic in self._topics.items()}
        self._validators = {name: _compile(topic) for name, topic in self._topics.items()}

    @property
    def topics(self) -> Mapping[str, Topic]:
        """The registered topics by name."""
        return self._topics

    def sort(self, events: Iterable[Event]) -> tuple[list[Event], list[tuple[Event, str]]]:
        """Return events that match their schema, and the others with the cause."""
        quick = self._quick
        good: list[Event] = []
        bad: list[tuple[Event, str]] = []
        for event in events:
            check = quick.get(event.topic)
            if check is not None and check(event.data):
                good.append(event)
                continue
            problem = self._problem(event)
            if problem is None:
                good.append(event)
            else:
                bad.append((event, problem))
        return good, bad

    def _problem(self, event: Event) -> str | None:
        validator = self._validators.get(event.topic)
        if validator is None:
            return f"the topic {event.topic} is not registered"
        try:
            validator(dict(event.data))
        except fastjsonschema.JsonSchemaValueException as error:
            return f"{event.topic}: {error.message}"
        return None

    def check_upgrade(self, recorded: Iterable[RecordedSchema]) -> None:
        """Compare with what a database was written with.

        Raises:
            IncompatibleSchemaError: a schema breaks its compatibility rule, or changed without a new version.
            SchemaError: the database has a newer version of a schema.
        """
        for old in recorded:
            new = self._topics.get(old.name)
            if new is not None:
                _check(old, new)


def _check(old: RecordedSchema, new: Topic) -> None:
    if new.version < old.version:
        raise SchemaError(
            f"This database has version {old.version} of the schema of {old.name}, this program knows {new.version}. "
            "Use the newer Daytrail."
        )
    if canonical(old.schema) == canonical(new.schema):
        return
    if new.version == old.version:
        raise IncompatibleSchemaError(
            f"The schema of {old.name} was changed without a new version (still {new.version})."
        )
    if new.compatibility == "none":
        return
    reasons = breaks(old.schema, new.schema)
    if reasons:
        raise IncompatibleSchemaError(
            f"Version {new.version} of the schema of {old.name} does not accept what version {old.version} did: "
            + "; ".join(reasons)
            + ". Loosen it, or give the topic a new name."
        )


def canonical(schema: JsonObject) -> str:
    """Return a schema as JSON with sorted keys."""
    return orjson.dumps(schema, option=orjson.OPT_SORT_KEYS).decode()


def _compile(topic: Topic) -> Validator:
    if topic.compatibility not in {"backward", "none"}:
        raise SchemaError(f"The topic {topic.name} has the unknown compatibility rule {topic.compatibility!r}.")
    try:
        validator: Validator = fastjsonschema.compile(dict(topic.schema), use_default=False)
    except fastjsonschema.JsonSchemaDefinitionException as error:
        raise SchemaError(f"The schema of {topic.name} is not valid: {error}") from error
    return validator
