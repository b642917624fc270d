"""Rectangles on the desktop and what is left of one when another lies over it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in pixels of the desktop."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """First column after it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """First row below it."""
        return self.y + self.height

    def intersection(self, other: "Area") -> "Area | None":
        """Return what both cover, None when that is nothing."""
        left, top = max(self.x, other.x), max(self.y, other.y)
        width, height = min(self.right, other.right) - left, min(self.bottom, other.bottom) - top
        return Area(left, top, width, height) if width > 0 and height > 0 else None

    def minus(self, other: "Area") -> tuple["Area", ...]:
        """Return what of this the other leaves over, as up to four rectangles."""
        hole = self.intersection(other)
        if hole is None:
            return (self,)
        parts = (
            Area(self.x, self.y, self.width, hole.y - self.y),
            Area(self.x, hole.bottom, self.width, self.bottom - hole.bottom),
            Area(self.x, hole.y, hole.x - self.x, hole.height),
            Area(hole.right, hole.y, self.right - hole.right, hole.height),
        )
        return tuple(part for part in parts if part.width > 0 and part.height > 0)
