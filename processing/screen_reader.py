"""Reads a sequence of pictures of the same screens, looking closely only at what has not been read before.

Three memories make that cheap, none of which decides what is true: the last pages of each display with their lines
(what did not change is carried over), the pictures of lines (what scrolled or came back is recognised by its looks),
and when a page was last looked at as a whole (now and then it is, since carrying over cannot see everything).
"""

from collections import OrderedDict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from processing.differences import Gray, Rect, changed_rects, distance, ink, miniature, same_ink
from processing.layout import Line

Picture = NDArray[np.uint8]
Quad = NDArray[np.float32]

_PAGES = 8
_LINES = 2_000
_WHOLE_AGAIN_US = 300_000_000
_WHOLE_SHARE = 0.6
_NATIVE_SHARE = 0.25
_ALIKE = 40.0
_MARGIN = 12


class Reader(Protocol):
    """Finds and reads lines of text, as `processing.models.ppocr.PpOcr` does."""

    def detect(self, picture: Picture, scale: float) -> list[Quad]:
        """Return where lines are; the picture is looked at in `scale` of its size."""
        ...

    def crop(self, picture: Picture, quad: Quad) -> Picture:
        """Cut out a line, straightened."""
        ...

    def recognise(self, crop: Picture) -> tuple[str, float]:
        """Return text and certainty."""
        ...


@dataclass(frozen=True, slots=True)
class Sight:
    """A picture (blue first), the screen it is of, what is on it as far as known, and when it was taken."""

    picture: Picture
    screen: str
    subject: str
    at_us: int


@dataclass(slots=True, eq=False)
class _Page:
    """What a screen looked like where it was read, its lines, and when it was last read as a whole."""

    gray: Gray
    small: Gray
    subject: str
    lines: list[Line]
    whole_us: int


@dataclass(slots=True)
class LineMemory:
    """Lines by their looks: the least recently seen is forgotten first."""

    limit: int = _LINES
    _by_size: OrderedDict[tuple[int, int], list[tuple[Gray, str, float]]] = field(default_factory=OrderedDict)
    _count: int = 0

    def find(self, looks: Gray) -> tuple[str, float] | None:
        """Return text and certainty of a line that looks the same."""
        height, width = looks.shape
        for size in [(height + down, width + right) for down in (0, -1, 1) for right in (0, -1, 1)]:
            for known, text, score in self._by_size.get(size, ()):
                if same_ink(looks, known):
                    self._by_size.move_to_end(size)
                    return text, score
        return None

    def keep(self, looks: Gray, text: str, score: float) -> None:
        """Remember a line."""
        size = (looks.shape[0], looks.shape[1])
        self._by_size.setdefault(size, []).append((looks.copy(), text, score))
        self._by_size.move_to_end(size)
        self._count += 1
        while self._count > self.limit:
            _, oldest = self._by_size.popitem(last=False)
            self._count -= len(oldest)


class ScreenReader:
    """Reads pictures one after the other. Used by one thread."""

    def __init__(self, reader: Reader, scale: float) -> None:
        self._reader = reader
        self._scale = scale
        self._pages: dict[tuple[str, tuple[int, ...]], deque[_Page]] = {}
        self._lines = LineMemory()

    def read(self, sight: Sight) -> list[Line]:
        """Return the lines on a picture, in no order, "" left out."""
        gray = _gray(sight.picture)
        pages = self._pages.setdefault((sight.screen, gray.shape), deque(maxlen=_PAGES))
        small = miniature(gray)
        page = self._most_alike(pages, small, sight)
        rects = None if page is None else self._to_read(page, gray)
        if page is None or rects is None:
            page = _Page(gray, small, sight.subject, self._read_whole(sight.picture, gray), sight.at_us)
        else:
            pages.remove(page)
            page = self._read_again(page, sight.picture, gray, small, rects)
        pages.append(page)
        return page.lines

    def _most_alike(self, pages: Iterable[_Page], small: Gray, sight: Sight) -> _Page | None:
        """The page to start from: of the same subject, not too different, and looked at as a whole not long ago."""
        fit = [
            (distance(page.small, small), index, page)
            for index, page in enumerate(pages)
            if page.subject == sight.subject and abs(sight.at_us - page.whole_us) < _WHOLE_AGAIN_US
        ]
        if not fit:
            return None
        apart, _, page = min(fit)
        return page if apart < _ALIKE else None

    def _to_read(self, page: _Page, gray: Gray) -> list[Rect] | None:
        """What changed, grown to whole lines; None when that is most of the picture."""
        rects = changed_rects(page.gray, gray)
        height, width = gray.shape
        grown = _whole_lines([rect.grown(_MARGIN, width, height) for rect in rects], page.lines)
        return None if sum(rect.area for rect in grown) > _WHOLE_SHARE * gray.size else grown

    def _read_whole(self, picture: Picture, gray: Gray) -> list[Line]:
        return self._read_lines(picture, gray, self._reader.detect(picture, self._scale))

    def _read_again(self, page: _Page, picture: Picture, gray: Gray, small: Gray, rects: Sequence[Rect]) -> _Page:
        lines = [line for line in page.lines if not any(rect.touches(_box(line)) for rect in rects)]
        seen = page.gray.copy()
        for rect in rects:
            part = np.s_[rect.top : rect.bottom, rect.left : rect.right]
            scale = 1.0 if rect.area < _NATIVE_SHARE * gray.size else self._scale
            quads = self._reader.detect(np.ascontiguousarray(picture[part]), scale)
            corner = np.array([rect.left, rect.top], np.float32)
            lines += self._read_lines(picture, gray, [quad + corner for quad in quads])
            seen[part] = gray[part]
        return _Page(seen, small, page.subject, lines, page.whole_us)

    def _read_lines(self, picture: Picture, gray: Gray, quads: Iterable[Quad]) -> list[Line]:
        found = []
        for quad in quads:
            line = _line(quad)
            looks = ink(gray[line.y : line.bottom, line.x : line.right])
            known = None if looks is None else self._lines.find(looks)
            text, score = self._reader.recognise(self._reader.crop(picture, quad)) if known is None else known
            if known is None and looks is not None:
                self._lines.keep(looks, text, score)
            if text.strip():
                found.append(replace(line, text=text.strip(), score=score))
        return found


def _whole_lines(rects: Sequence[Rect], lines: Sequence[Line]) -> list[Rect]:
    """Grow rectangles until they hold the whole of every line that they touch, joining those that meet."""
    boxes = [_box(line) for line in lines]
    grown: list[Rect] = []
    for start in rects:
        rect = start
        while True:
            met = [other for other in grown if rect.touches(other)]
            wider = rect
            for box in [*met, *(box for box in boxes if rect.touches(box))]:
                wider = wider.union(box)
            grown = [other for other in grown if other not in met]
            if wider == rect:
                break
            rect = wider
        grown.append(rect)
    return grown


def _box(line: Line) -> Rect:
    return Rect(line.x, line.y, line.right, line.bottom)


def _gray(picture: Picture) -> Gray:
    import cv2

    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8)


def _line(quad: Quad) -> Line:
    """A line yet to be read, with its box."""
    left, top = np.floor(quad.min(axis=0)).astype(int).tolist()
    right, bottom = np.ceil(quad.max(axis=0)).astype(int).tolist()
    return Line("", max(0, left), max(0, top), right - max(0, left), bottom - max(0, top), 0.0)
