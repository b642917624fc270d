"""What the hover card says about the row of a tile under the pointer."""

import math
from bisect import bisect_right
from collections.abc import Sequence

from app.timeline.details import Caption
from app.timeline.hits import HitRow
from app.timeline.lanes import Lane
from app.timeline.ruler import clock_label, span_label
from app.timeline.sheets import Sheet
from app.timeline.zone import DAY_US, SECOND_US, Zone, wall_datetime
from app.ui.timeline.wording import dated, said


def card_lines(lane: Lane, sheet: Sheet, found: HitRow, label: str, zone: Zone) -> list[str]:
    """Return title, times, and how many others share the spot."""
    tile = sheet.tiles[lane.name]
    start_us, end_us = int(tile.starts[found.row]), int(tile.ends[found.row])
    title = _title(lane, sheet, start_us)
    number = float(tile.high[found.row])
    label = "" if label == title else label
    first = " — ".join(part for part in (label, title) if part) or said(lane.title)
    lines = [first, dated(_when(zone, start_us, end_us))]
    if lane.name == "input" and not math.isnan(number):
        lines.append(said(f"{number:.0f} keys and clicks"))
    if found.others > 0:
        lines.append(_others(found.others))
    return lines


def _title(lane: Lane, sheet: Sheet, start_us: int) -> str:
    captions: Sequence[Caption] = {
        "applications": sheet.details.titles,
        "coverage": sheet.details.gaps,
        "places": sheet.details.stays,
    }.get(lane.name, ())
    at = bisect_right(captions, start_us, key=lambda caption: caption.start_us)
    return captions[at - 1].text if at and captions[at - 1].start_us == start_us else ""


def _others(others: int) -> str:
    plain = said(f"and {others} others" if others > 1 else "and 1 other")
    return plain.replace(str(others), f"{others:,}".replace(",", " "))


def _when(zone: Zone, start_us: int, end_us: int) -> str:
    if end_us - start_us >= DAY_US:
        first, last = wall_datetime(zone, start_us), wall_datetime(zone, end_us)
        return f"{first:%d %b %Y} – {last:%d %b %Y}"
    begin = clock_label(zone, start_us, SECOND_US)
    if end_us == start_us:
        return begin
    return f"{begin} – {clock_label(zone, end_us, SECOND_US)} · {said(span_label(end_us - start_us))}"
