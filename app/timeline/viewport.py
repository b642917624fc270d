"""Which span of time is on the screen, and how times become pixels: 64-bit whole microseconds from decades to 1 ms."""

from dataclasses import dataclass, replace

from app.timeline.zone import DAY_US

MIN_SPAN_US = 1_000
MAX_SPAN_US = 150 * 36_525 * DAY_US // 100
EARLIEST_US = -200 * 36_525 * DAY_US // 100
LATEST_US = 200 * 36_525 * DAY_US // 100

_FAR_PX = 1_000_000.0


@dataclass(frozen=True, slots=True)
class Viewport:
    """A visible span `[start_us, start_us + span_us)` over `width_px` pixels; immutable, safe everywhere.

    Absolute times stay integers; the origin is subtracted before anything becomes a float.
    """

    start_us: int
    span_us: int
    width_px: int

    def __post_init__(self) -> None:
        if self.width_px < 1:
            raise ValueError(f"a viewport is at least a pixel wide, not {self.width_px}")
        if not MIN_SPAN_US <= self.span_us <= MAX_SPAN_US:
            raise ValueError(f"a viewport spans {MIN_SPAN_US} to {MAX_SPAN_US} µs, not {self.span_us}")

    @property
    def end_us(self) -> int:
        """First microsecond after the visible span."""
        return self.start_us + self.span_us

    @property
    def us_per_px(self) -> float:
        """Microseconds a pixel stands for."""
        return self.span_us / self.width_px

    def x_of(self, time_us: int) -> float:
        """Return the pixel of a time, held within a million pixels so that drawing never overflows."""
        return max(-_FAR_PX, min(_FAR_PX, (time_us - self.start_us) * self.width_px / self.span_us))

    def time_at(self, x_px: float) -> int:
        """Return the time at a pixel, rounded to the microsecond."""
        return self.start_us + round(self.span_us * x_px / self.width_px)

    def zoomed(self, factor: float, x_px: float) -> "Viewport":
        """Return the view with its span times `factor`; the time under `x_px` stays there, unless a limit is met."""
        span = _clamp(round(self.span_us * factor), MIN_SPAN_US, MAX_SPAN_US)
        return _held(self.time_at(x_px) - round(span * x_px / self.width_px), span, self.width_px)

    def panned(self, dx_px: float) -> "Viewport":
        """Return the view moved so that what was at `x` is at `x - dx_px`."""
        return _held(self.start_us + round(self.span_us * dx_px / self.width_px), self.span_us, self.width_px)

    def resized(self, width_px: int) -> "Viewport":
        """Return the same span over another width."""
        return replace(self, width_px=max(1, width_px))

    def shows(self, time_us: int) -> bool:
        """Tell whether a time is in view."""
        return self.start_us <= time_us < self.end_us


def view_of(start_us: int, end_us: int, width_px: int) -> Viewport:
    """Return the view of a span, widened or moved to stay within the limits."""
    span = _clamp(end_us - start_us, MIN_SPAN_US, MAX_SPAN_US)
    return _held(start_us, span, max(1, width_px))


def view_around(time_us: int, span_us: int, width_px: int) -> Viewport:
    """Return a view of a length with a time in its middle."""
    span = _clamp(span_us, MIN_SPAN_US, MAX_SPAN_US)
    return _held(time_us - span // 2, span, max(1, width_px))


def _held(start_us: int, span_us: int, width_px: int) -> Viewport:
    return Viewport(_clamp(start_us, EARLIEST_US, LATEST_US - span_us), span_us, width_px)


def _clamp(value: int, low: int, high: int) -> int:
    return max(low, min(high, value))
