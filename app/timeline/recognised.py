"""Recognised text on a picture, selected like real text: words, reading order, what lies between two points.

Recognition gives whole lines with a box; a word's box is its share of the line by characters.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text and its box in pixels of the picture."""

    text: str
    x: int
    y: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        """First pixel row below the line."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class TextWord:
    """A word: which row of text it stands in (in reading order), its text and its box."""

    row: int
    text: str
    x: float
    y: int
    width: float
    height: int


def words_in_order(lines: Sequence[TextLine]) -> list[TextWord]:
    """Return all words in reading order: rows from top to bottom, in a row from left to right."""
    found: list[TextWord] = []
    for row, members in enumerate(_rows(lines)):
        for line in members:
            found += _split(line, row)
    return found


def _rows(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Lines side by side, of which one's middle lies within the other, form a row."""
    rows: list[list[TextLine]] = []
    for line in sorted(lines, key=lambda each: (each.y + each.height / 2, each.x)):
        middle = line.y + line.height / 2
        if rows and rows[-1][0].y <= middle < rows[-1][0].bottom:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda each: each.x) for row in rows]


def _split(line: TextLine, row: int) -> list[TextWord]:
    per_character = line.width / max(1, len(line.text))
    found, at = [], 0
    for word in line.text.split():
        at = line.text.index(word, at)
        found.append(TextWord(row, word, line.x + at * per_character, line.y, len(word) * per_character, line.height))
        at += len(word)
    return found


def word_at(words: Sequence[TextWord], x: float, y: float) -> int | None:
    """Return the index of the word under a point, None where there is none."""
    for index, word in enumerate(words):
        if word.x <= x < word.x + word.width and word.y <= y < word.y + word.height:
            return index
    return None


def nearest_word(words: Sequence[TextWord], x: float, y: float) -> int | None:
    """Return the index of the word nearest to a point (rows count for more), None when there are no words."""
    if not words:
        return None
    return min(range(len(words)), key=lambda index: _distance(words[index], x, y))


def _distance(word: TextWord, x: float, y: float) -> float:
    aside = max(word.x - x, 0.0, x - word.x - word.width)
    above = max(word.y - y, 0.0, y - word.y - word.height)
    return aside + 8 * above


def selected(words: Sequence[TextWord], start: int, end: int) -> Sequence[TextWord]:
    """Return the words between two indexes, both included, whichever comes first."""
    return words[min(start, end) : max(start, end) + 1]


def text_of(words: Sequence[TextWord]) -> str:
    """Return words as text: a space between words, a new line between rows."""
    parts: list[str] = []
    for index, word in enumerate(words):
        if index:
            parts.append(" " if words[index - 1].row == word.row else "\n")
        parts.append(word.text)
    return "".join(parts)


def merged(words: Sequence[TextWord]) -> list[tuple[float, int, float, int]]:
    """Return rectangles (x, y, width, height) that cover words: one per run of neighbours in a row."""
    found: list[tuple[float, int, float, int]] = []
    for index, word in enumerate(words):
        previous = words[index - 1] if index else None
        near = previous is not None and word.x - previous.x - previous.width < 2 * word.height
        if previous is not None and near and previous.row == word.row:
            x, y, _, height = found[-1]
            top, bottom = min(y, word.y), max(y + height, word.y + word.height)
            found[-1] = (x, top, word.x + word.width - x, bottom - top)
        else:
            found.append((word.x, word.y, word.width, word.height))
    return found
