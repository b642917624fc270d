"""The query language: words, prefix*, "phrases", -excluded, and fields such as app:, kind: and after:."""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Final

from storage.search.dates import FORMS, parse_span
from storage.search.kinds import KINDS, SAID, SEEN, topics_of
from storage.store import SearchQuery

FIELDS: Final = ("app", "kind", "before", "after", "on", "device", "said", "seen")

_TOKEN: Final = re.compile(
    r"""(?P<minus>-)?
        (?:(?P<field>[A-Za-z]+):(?=\S))?
        (?:"(?P<quoted>[^"]*)(?P<closed>")?|(?P<word>[^\s"]+))""",
    re.VERBOSE,
)
_EDGE: Final = ".,;:!?()[]{}<>'’“”„«»…"


class QuerySyntaxError(ValueError):
    """The query cannot be understood; the message says what to do, `position` is where in it (characters from 0)."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


@dataclass(slots=True)
class _Draft:
    """What has been understood so far."""

    words: list[str] = field(default_factory=list)
    prefixes: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    apps: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    devices: list[str] = field(default_factory=list)
    start_us: int | None = None
    end_us: int | None = None
    place: str | None = None


def parse_query(text: str, *, now_us: int, zone: tzinfo) -> SearchQuery:
    """Return what a typed query asks for; dates and times in it are local to `zone`.

    Raises:
        QuerySyntaxError: with what to do and where.
    """
    draft = _Draft()
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        found = _TOKEN.match(text, position)
        if found is None:
            raise QuerySyntaxError("This cannot be read; put it in quotes to look for it as it is.", position)
        _take(draft, found, lambda value: parse_span(value, now_us=now_us, zone=zone))
        position = found.end()
    if draft.start_us is not None and draft.end_us is not None and draft.end_us <= draft.start_us:
        raise QuerySyntaxError(
            "The dates leave no time between them: what is after: must lie before what is before:.", 0
        )
    return SearchQuery(
        words=tuple(draft.words),
        phrases=tuple(draft.phrases),
        excluded=tuple(draft.excluded),
        apps=tuple(draft.apps),
        topics=tuple(dict.fromkeys(draft.topics)),
        devices=tuple(draft.devices),
        start_us=draft.start_us,
        end_us=draft.end_us,
        prefixes=tuple(draft.prefixes),
        zone=zone,
    )


def _take(draft: _Draft, found: re.Match[str], span: Callable[[str], tuple[int, int]]) -> None:
    if found["quoted"] is not None and not found["closed"]:
        raise QuerySyntaxError('A quote is opened here and never closed; add " at its end.', found.start("quoted") - 1)
    name = _field(found)
    if name is None:
        whole = found["word"] if found["field"] is None else f"{found['field']}:{found['word'] or found['quoted']}"
        _take_text(draft, found, whole if found["quoted"] is None or found["field"] else None)
        return
    value = found["quoted"] if found["quoted"] is not None else found["word"]
    position = found.start("field")
    if found["minus"]:
        raise QuerySyntaxError(f"-{name}: cannot be excluded; exclude words instead, as in -word.", found.start())
    if not value.strip():
        raise QuerySyntaxError(f"Something must follow {name}:, as in {_example(name)}.", position)
    _take_field(draft, name, value, found, position, span)


def _field(found: re.Match[str]) -> str | None:
    """Return the field's name, None where the colon belongs to the text (12:30, https://…)."""
    written = found["field"]
    if written is None or (found["word"] or "").startswith("//"):
        return None
    name = written.lower()
    if name in FIELDS:
        return name
    close = difflib.get_close_matches(name, FIELDS, n=1, cutoff=0.75)
    if close:
        raise QuerySyntaxError(
            f"There is no {written}:, did you mean {close[0]}: ? Put it in quotes to look for the text itself.",
            found.start("field"),
        )
    return None


def _take_field(
    draft: _Draft,
    name: str,
    value: str,
    found: re.Match[str],
    position: int,
    span: Callable[[str], tuple[int, int]],
) -> None:
    if name == "app":
        draft.apps.append(value)
    elif name == "device":
        draft.devices.append(value)
    elif name == "kind":
        draft.topics += _topics(value, position)
    elif name in ("said", "seen"):
        if draft.place not in (None, name):
            raise QuerySyntaxError("said: and seen: look in different places; use one of them.", position)
        draft.place = name
        draft.topics += SAID if name == "said" else SEEN
        _take_text(draft, found, found["word"])
    else:
        _take_time(draft, name, value, position, span)


def _take_text(draft: _Draft, found: re.Match[str], word: str | None) -> None:
    """Add a word, a prefix or (`word` None) a quoted phrase."""
    if word is None:
        phrase = " ".join(found["quoted"].split())
        if phrase:
            (draft.excluded if found["minus"] else draft.phrases).append(phrase)
        return
    beginning = word.endswith("*")
    plain = word.rstrip("*")
    stripped = plain.strip(_EDGE) or plain
    if plain == "-":
        return
    if not stripped:
        raise QuerySyntaxError("Letters must stand before *, as in invoi*.", found.start())
    if found["minus"] and beginning:
        raise QuerySyntaxError("Only whole words and phrases can be excluded, not beginnings with *.", found.start())
    if found["minus"]:
        draft.excluded.append(stripped)
    else:
        (draft.prefixes if beginning else draft.words).append(stripped)


def _take_time(draft: _Draft, name: str, value: str, position: int, span: Callable[[str], tuple[int, int]]) -> None:
    try:
        start_us, end_us = span(value)
    except ValueError as error:
        raise QuerySyntaxError(f"{name}: needs a date or time: {FORMS}.", position) from error
    if name in ("after", "on"):
        draft.start_us = start_us if draft.start_us is None else max(draft.start_us, start_us)
    if name == "before":
        draft.end_us = start_us if draft.end_us is None else min(draft.end_us, start_us)
    elif name == "on":
        draft.end_us = end_us if draft.end_us is None else min(draft.end_us, end_us)


def _topics(kind: str, position: int) -> tuple[str, ...]:
    found = topics_of(kind)
    if found is None:
        raise QuerySyntaxError(
            f"There is no kind {kind!r}; use one of {', '.join(KINDS)}, or a topic's name.", position
        )
    return found


def _example(name: str) -> str:
    examples = {"app": "app:firefox", "kind": "kind:speech", "device": "device:laptop"}
    return examples.get(name) or (f"{name}:hello" if name in ("said", "seen") else f"{name}:2026-11-01")
