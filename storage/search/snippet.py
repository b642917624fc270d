"""What a hit shows of its text: the part around the matches, marked, and where they stand on the picture."""

from collections.abc import Mapping, Sequence
from typing import Final

from storage.events import Event, JsonValue
from storage.search.terms import Matcher, Span
from storage.store import HIGHLIGHT_END, HIGHLIGHT_START, Box

_AROUND: Final = 60
_LENGTH: Final = 200
_ELLIPSIS: Final = "…"
_BOXES_MAX: Final = 200


def snippet(text: str, matcher: Matcher, place: Span | None = None) -> str:
    """Return about 200 characters around the densest matches, on one line, matches marked.

    With a `place` the beginning of that is shown instead, whatever matches elsewhere.
    """
    spans = matcher.spans(text)
    start, end = _window(text, spans) if place is None else _beginning(text, place)
    parts = [_ELLIPSIS if start > 0 else ""]
    position = start
    for span in spans:
        if span.start >= start and span.end <= end:
            parts += [
                text[position : span.start],
                HIGHLIGHT_START,
                text[span.start : span.end],
                HIGHLIGHT_END,
            ]
            position = span.end
    parts += [text[position:end], _ELLIPSIS if end < len(text) else ""]
    return " ".join("".join(parts).split())


def boxes(event: Event, matcher: Matcher, place: Span | None = None) -> tuple[Box, ...]:
    """Return where the matching words stand, as far as the event tells of its lines; with a `place`, the lines in it.

    Where in its line a word stands is told by its share of the line's characters.
    """
    lines = event.data.get("lines")
    if not isinstance(lines, Sequence) or isinstance(lines, str):
        return ()
    found: list[Box] = []
    position = 0
    for line in lines:
        if not isinstance(line, Mapping):
            continue
        text, box = str(line.get("text", "")), _box(line)
        if box is not None and place is None:
            found += [_part(box, span, len(text)) for span in matcher.spans(text)]
        elif box is not None and place is not None and place.start <= position < place.end:
            found.append(box)
        position += len(text) + 1
    return tuple(found[:_BOXES_MAX])


def _part(line: Box, span: Span, length: int) -> Box:
    """Return the part of a line's rectangle that some of its characters take."""
    left = line.x + line.width * span.start // length
    right = line.x + -(-line.width * span.end // length)
    return Box(left, line.y, right - left, line.height)


def _beginning(text: str, place: Span) -> tuple[int, int]:
    """Return the first part of a place that fits."""
    return place.start, min(place.end, _word_end(text, min(len(text), place.start + _LENGTH)))


def _window(text: str, spans: Sequence[Span]) -> tuple[int, int]:
    """Return the stretch with the most matches, cut at spaces."""
    if len(text) <= _LENGTH:
        return 0, len(text)
    if not spans:
        return 0, _word_end(text, _LENGTH)
    best = max(spans, key=lambda first: sum(first.start <= span.start < first.start + _LENGTH for span in spans))
    start = max(0, min(best.start - _AROUND, len(text) - _LENGTH))
    end = min(len(text), max(start + _LENGTH, best.end))
    return _word_start(text, start, best.start), _word_end(text, end)


def _word_start(text: str, start: int, limit: int) -> int:
    if start == 0 or text[start - 1].isspace():
        return start
    space = text.find(" ", start, limit)
    return start if space < 0 else space + 1


def _word_end(text: str, end: int) -> int:
    if end >= len(text) or text[end].isspace():
        return end
    space = text.rfind(" ", max(0, end - 30), end)
    return end if space < 0 else space


def _box(line: Mapping[str, JsonValue]) -> Box | None:
    corner = line.get("box")
    if not isinstance(corner, Sequence) or isinstance(corner, str) or len(corner) != 4:
        return None
    numbers = [int(value) for value in corner if isinstance(value, int | float)]
    return Box(*numbers) if len(numbers) == 4 else None
