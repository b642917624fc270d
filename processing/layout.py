"""Puts pieces of text on a picture into reading order: pieces to lines, lines to blocks, blocks down the page."""

from collections.abc import Sequence
from dataclasses import dataclass

_SAME_ROW = 0.6
_SAME_SIZE = 1.7
_WORD_GAP = 1.2
_LINE_GAP = 1.1


@dataclass(frozen=True, slots=True)
class Line:
    """Text within a box, in pixels of the picture, and how surely it was read (0 to 1)."""

    text: str
    x: int
    y: int
    width: int
    height: int
    score: float

    @property
    def right(self) -> int:
        """First pixel column after it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """First pixel row after it."""
        return self.y + self.height


def reading_order(pieces: Sequence[Line]) -> list[Line]:
    """Join pieces that stand next to each other on a row, and order the lines block by block.

    A block is what hangs together: lines below each other, closer than their own height, that overlap in width. So two
    windows side by side are read one after the other, not across.
    """
    lines = _lines(pieces)
    blocks = _blocks(lines)
    blocks.sort(key=lambda block: (min(line.y for line in block) // 16, min(line.x for line in block)))
    return [line for block in blocks for line in sorted(block, key=lambda line: (line.y + line.height / 2, line.x))]


def _lines(pieces: Sequence[Line]) -> list[Line]:
    lines: list[Line] = []
    for piece in sorted(pieces, key=lambda piece: piece.x):
        for index, line in enumerate(lines):
            if _continues(line, piece):
                lines[index] = _joined(line, piece)
                break
        else:
            lines.append(piece)
    return lines


def _continues(line: Line, piece: Line) -> bool:
    low, high = sorted((line.height, piece.height))
    overlap = min(line.bottom, piece.bottom) - max(line.y, piece.y)
    gap = piece.x - line.right
    return overlap >= _SAME_ROW * low and high <= _SAME_SIZE * low and -low <= gap <= _WORD_GAP * low


def _joined(line: Line, piece: Line) -> Line:
    x, y = min(line.x, piece.x), min(line.y, piece.y)
    letters = max(1, len(line.text) + len(piece.text))
    return Line(
        f"{line.text} {piece.text}",
        x,
        y,
        max(line.right, piece.right) - x,
        max(line.bottom, piece.bottom) - y,
        (line.score * len(line.text) + piece.score * len(piece.text)) / letters,
    )


def _blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """Group lines that hang together (connected components)."""
    group = list(range(len(lines)))

    def root(index: int) -> int:
        while group[index] != index:
            group[index] = group[group[index]]
            index = group[index]
        return index

    order = sorted(range(len(lines)), key=lambda index: lines[index].y)
    for position, upper in enumerate(order):
        for lower in order[position + 1 :]:
            if lines[lower].y - lines[upper].bottom > _LINE_GAP * lines[upper].height:
                break
            if _below(lines[upper], lines[lower]):
                group[root(lower)] = root(upper)
    blocks: dict[int, list[Line]] = {}
    for index, line in enumerate(lines):
        blocks.setdefault(root(index), []).append(line)
    return list(blocks.values())


def _below(upper: Line, lower: Line) -> bool:
    overlap = min(upper.right, lower.right) - max(upper.x, lower.x)
    gap = lower.y - upper.bottom
    return overlap > 0 and gap <= _LINE_GAP * min(upper.height, lower.height)
