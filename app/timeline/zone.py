"""What the clock on the wall showed: offsets from UTC for any moment, in whole microseconds.

The ruler and all labels count in wall-clock time; they leave the zone's changes to this module.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SECOND_US = 1_000_000
MINUTE_US = 60 * SECOND_US
HOUR_US = 60 * MINUTE_US
DAY_US = 24 * HOUR_US

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - wall-clock time has no zone, by definition
_EPOCH_UTC = datetime(1970, 1, 1, tzinfo=UTC)


class Zone(Protocol):
    """Tells how far local time is ahead of UTC at a moment."""

    def offset_us(self, time_us: int) -> int:
        """Return local time minus UTC in microseconds at `time_us` (UTC)."""
        ...


@dataclass(frozen=True, slots=True)
class NamedZone:
    """A zone of the time zone database."""

    zone: ZoneInfo

    def offset_us(self, time_us: int) -> int:
        moment = (_EPOCH_UTC + timedelta(microseconds=time_us)).astimezone(self.zone)
        offset = moment.utcoffset()
        return 0 if offset is None else round(offset.total_seconds()) * SECOND_US


class SystemZone:
    """The zone this computer is set to, with its changes in past and future."""

    def offset_us(self, time_us: int) -> int:
        seconds = time_us // SECOND_US
        try:
            return time.localtime(seconds).tm_gmtoff * SECOND_US
        except (OSError, OverflowError, ValueError):  # some systems know no times before 1970
            return time.localtime(0).tm_gmtoff * SECOND_US


def wall_us(zone: Zone, time_us: int) -> int:
    """Return what the wall clock showed, as microseconds since 1970-01-01 00:00 on that wall."""
    return time_us + zone.offset_us(time_us)


def utc_us(zone: Zone, wall: int) -> int:
    """Return when the wall clock showed `wall`: the earlier time in a fold, the old offset counted on in a gap."""
    before, after = zone.offset_us(wall - DAY_US), zone.offset_us(wall + DAY_US)
    for offset in sorted({before, after}, reverse=True):
        if zone.offset_us(wall - offset) == offset:
            return wall - offset
    return wall - before


def wall_datetime(zone: Zone, time_us: int) -> datetime:
    """Return the wall clock as a naive datetime."""
    return on_wall(wall_us(zone, time_us))


def on_wall(shown_us: int) -> datetime:
    """Return what a wall clock shows, given as microseconds (see `wall_us`), as a naive datetime."""
    return _EPOCH + timedelta(microseconds=shown_us)


def from_wall(zone: Zone, moment: datetime) -> int:
    """Return the UTC microseconds of a naive wall-clock datetime (see `utc_us` for folds and gaps)."""
    return utc_us(zone, (moment - _EPOCH) // timedelta(microseconds=1))
