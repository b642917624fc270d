"""What a timeline shows at first: the newest of what there is, whole where that is little."""

from dataclasses import dataclass

from app.timeline.viewport import Viewport, view_of
from app.timeline.zone import HOUR_US, MINUTE_US

START_SPAN_US = HOUR_US + 40 * MINUTE_US
YOUNG_SPAN_US = 2 * MINUTE_US
_LIVE_SHARE_PERCENT = 96


@dataclass(frozen=True, slots=True)
class Opening:
    """The first view, where the playhead stands, and whether it goes on with time."""

    view: Viewport
    playhead_us: int
    live: bool


def opening_of(view: Viewport, extent: tuple[int, int], now_us: int) -> Opening:
    """Return the newest moment; where the recording ended long ago, that and not the empty present.

    A young recording is shown whole: in the usual span its first minute would be a few pixels wide.
    """
    oldest_us, newest_us = extent[0], min(extent[1], now_us)
    live = now_us - newest_us < START_SPAN_US // 4
    at_us = now_us if live else newest_us
    span = min(view.span_us, max(YOUNG_SPAN_US, (at_us - oldest_us) * 5 // 4))
    before_us = span * _LIVE_SHARE_PERCENT // 100
    return Opening(view_of(at_us - before_us, at_us - before_us + span, view.width_px), at_us, live)
