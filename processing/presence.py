"""Corrects “away” by what the camera saw: who reads or watches touches nothing, and is there all the same."""

from collections.abc import Iterable, Iterator

Span = tuple[int, int]
"""`[start_us, end_us)`."""


def really_away(idle: Iterable[Span], present: Iterable[Span]) -> list[Span]:
    """Return the parts of times without input in which nobody was seen, in order."""
    seen = _joined(present)
    return [part for span in _joined(idle) for part in _without(span, seen)]


def _joined(spans: Iterable[Span]) -> list[Span]:
    found: list[Span] = []
    for start_us, end_us in sorted(spans):
        if found and start_us <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end_us)
        else:
            found.append((start_us, end_us))
    return found


def _without(span: Span, taken: Iterable[Span]) -> Iterator[Span]:
    start_us, end_us = span
    for other_start_us, other_end_us in taken:
        if other_end_us <= start_us or other_start_us >= end_us:
            continue
        if other_start_us > start_us:
            yield start_us, other_start_us
        start_us = max(start_us, other_end_us)
    if start_us < end_us:
        yield start_us, end_us
