"""The IANA name of this computer's time zone, for engines that know zones by name."""

import os
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def zone_name() -> str:
    """Return the name, "" (UTC) where it cannot be told."""
    for candidate in (os.environ.get("TZ", "").lstrip(":"), _linked(Path("/etc/localtime"))):
        if candidate:
            try:
                return ZoneInfo(candidate).key
            except (ZoneInfoNotFoundError, ValueError, OSError):
                continue
    return ""


def _linked(path: Path) -> str:
    """Return what follows `zoneinfo/` in what a link points to."""
    try:
        target = os.fspath(path.readlink())
    except OSError:
        return ""
    return target.rpartition("zoneinfo/")[2] if "zoneinfo/" in target else ""
