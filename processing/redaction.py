"""Takes sensitive data out of what was understood, before it is stored, where the owner asks for it.

Text, lines and words are redacted; the picture or sound they come from is kept as it is.
"""

from collections.abc import Sequence
from dataclasses import replace

from processing.processor import Derived
from processing.sensitive import Sensitive, find_sensitive
from storage.events import JsonValue

BLACK = "█"


def redacted(derived: Derived) -> Derived:
    """Return a result with what is sensitive in its text blacked out, letter by letter so that places stay right."""
    if not derived.text:
        return derived
    found = find_sensitive(derived.text)
    if not found:
        return derived
    data = dict(derived.data)
    if "lines" in data:
        data["lines"] = _each(data["lines"], "text", None)
    if "words" in data:
        data["words"] = _each(data["words"], "word", _word_spans(data["words"], derived.text, found))
    data["redacted"] = sorted({one.kind for one in found})
    return replace(derived, text=blacked_out(derived.text, found), data=data)


def blacked_out(text: str, found: Sequence[Sensitive]) -> str:
    """Return a text with the letters and digits of what was found replaced."""
    letters = list(text)
    for one in found:
        for place in range(one.start, one.end):
            if not letters[place].isspace():
                letters[place] = BLACK
    return "".join(letters)


def _each(items: JsonValue, field: str, hidden: Sequence[bool] | None) -> JsonValue:
    """Redact a field of each item: what `hidden` says as a whole, else what is found in it."""
    if not isinstance(items, list | tuple):
        return items
    done: list[JsonValue] = []
    for number, item in enumerate(items):
        if not isinstance(item, dict) or not isinstance(item.get(field), str):
            done.append(item)
            continue
        text = item[field]
        whole = [Sensitive("", 0, len(text))]
        spans = find_sensitive(text) if hidden is None else whole if hidden[number] else []
        done.append({**item, field: blacked_out(text, spans)})
    return done


def _word_spans(words: JsonValue, text: str, found: Sequence[Sensitive]) -> list[bool]:
    """Tell for each word whether it stands within something that was found."""
    hidden, at = [], 0
    for item in words if isinstance(words, list | tuple) else ():
        word = str(item.get("word", "")) if isinstance(item, dict) else ""
        start = text.find(word, at)
        start = at if start < 0 else start
        at = start + len(word)
        hidden.append(any(one.start < at and start < one.end for one in found))
    return hidden
