"""Cuts a text into passages that mean one thing each, so that a change in one leaves the others as they were."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import xxhash

WORDS_MAX: Final = 80
PASSAGES_MAX: Final = 64
_WORDS_ENOUGH: Final = 12
_LETTERS_MIN: Final = 3
_LINES_MEAN: Final = 3

_PIECE: Final = re.compile(r"\S.*?(?:\n|[.!?…。！？](?=\s|$)|$)", re.DOTALL)
_LINE: Final = re.compile(r"[^\n]+")
_WORD: Final = re.compile(r"\S+")
_DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `[start, end)` of a text."""

    start: int
    end: int


def of_prose(text: str) -> list[Span]:
    """Cut what was said or written after sentences or lines, each passage as long as a model can take in."""
    pieces = [Span(found.start(), found.end()) for found in _PIECE.finditer(text)]
    return _sound(text, _joined(text, pieces, lambda _: False))


def of_screen(text: str) -> list[Span]:
    """Cut lines read from a screen: where a cut falls depends on the lines around it alone, not on what is above."""
    lines = [Span(found.start(), found.end()) for found in _LINE.finditer(text)]
    return _sound(text, _joined(text, lines, lambda line: _falls_here(text[line.start : line.end])))


def likeness(text: str) -> int:
    """Return a number equal for texts that differ in case, spaces and digits alone: a clock that ticks is not news."""
    return xxhash.xxh3_64_intdigest(_DIGITS.sub("0", " ".join(text.lower().split())).encode())


def _falls_here(line: str) -> bool:
    return likeness(line) % _LINES_MEAN == 0


def _joined(text: str, pieces: Sequence[Span], cut_after: Callable[[Span], bool]) -> Iterator[Span]:
    """Join pieces until there are enough words and a cut is due, or too many; cut what is too long alone."""
    start, words = None, 0
    end = 0
    for piece in _short(text, pieces):
        count = _count(text, piece)
        if start is not None and words + count > WORDS_MAX:
            yield Span(start, end)
            start, words = None, 0
        start = piece.start if start is None else start
        words += count
        end = piece.end
        if words >= _WORDS_ENOUGH and cut_after(piece):
            yield Span(start, end)
            start, words = None, 0
    if start is not None:
        yield Span(start, end)


def _short(text: str, pieces: Sequence[Span]) -> Iterator[Span]:
    for piece in pieces:
        found = list(_WORD.finditer(text, piece.start, piece.end))
        for first in range(0, len(found), WORDS_MAX):
            some = found[first : first + WORDS_MAX]
            yield Span(some[0].start(), some[-1].end())


def _count(text: str, piece: Span) -> int:
    return sum(1 for _ in _WORD.finditer(text, piece.start, piece.end))


def _sound(text: str, spans: Iterator[Span]) -> list[Span]:
    """Leave out what has hardly a letter, and what comes after very many passages."""
    kept = []
    for span in spans:
        if sum(letter.isalpha() for letter in text[span.start : span.end]) >= _LETTERS_MIN:
            kept.append(span)
        if len(kept) == PASSAGES_MAX:
            break
    return kept
