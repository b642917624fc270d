"""Finds what of the excluded windows can be seen on a display, and paints it over."""

import os
from collections.abc import Iterable, Sequence

from capture.area import Area
from capture.privacy import Rules
from capture.screen.protocol import Display, Pixels
from capture.windows.protocol import Window

_GREY = 64
_OURS = "daytrail"


def excluded_areas(windows: Sequence[Window], rules: Rules) -> tuple[Area, ...]:
    """Return what can be seen of excluded windows, given all windows from the lowest to the topmost.

    What an opaque window hides is left out; windows that may be seen through hide nothing. Daytrail's own windows are
    excluded too: they show pictures of the past, and every new picture would change them once more.
    """
    seen: list[Area] = []
    for window in windows:
        if window.area is None:
            continue
        if _is_ours(window) or rules.excludes(window.names, window.title):
            seen.append(window.area)
        elif window.opaque:
            seen = [part for area in seen for part in area.minus(window.area)]
    return tuple(seen)


def covers(areas: Iterable[Area], pixels: Pixels) -> bool:
    """Tell whether painted areas, given in pixels of the picture, leave nothing of it."""
    height_px, width_px = pixels.shape[:2]
    rest: tuple[Area, ...] = (Area(0, 0, width_px, height_px),)
    for area in areas:
        rest = tuple(part for piece in rest for part in piece.minus(area))
    return not rest


def _is_ours(window: Window) -> bool:
    return window.pid == os.getpid() or any(name.lower() == _OURS for name in window.names)


def paint_over(pixels: Pixels, display: Display, areas: Iterable[Area]) -> tuple[Area, ...]:
    """Paint areas of the desktop over in a display's picture; return them in pixels of that picture."""
    height_px, width_px = pixels.shape[:2]
    scale_x, scale_y = width_px / display.area.width, height_px / display.area.height
    painted = []
    for area in areas:
        part = display.area.intersection(area)
        if part is None:
            continue
        left = int((part.x - display.area.x) * scale_x)
        top = int((part.y - display.area.y) * scale_y)
        right = min(width_px, -int(-(part.right - display.area.x) * scale_x // 1))
        bottom = min(height_px, -int(-(part.bottom - display.area.y) * scale_y // 1))
        pixels[top:bottom, left:right, :3] = _GREY
        painted.append(Area(left, top, right - left, bottom - top))
    return tuple(painted)
