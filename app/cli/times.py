"""Times as people write them on a command line, read in the local zone."""

import re
from datetime import datetime, timedelta

import typer

_UNITS_S = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*([smhdw])")


def parse_length_s(text: str) -> float:
    """Return the seconds in `90s`, `10m`, `1h30m`, `2d` or `1w`.

    Raises:
        typer.BadParameter: it is none of these.
    """
    compact = text.strip().lower()
    found = _LENGTH.findall(compact)
    if not found or _LENGTH.sub("", compact).strip():
        raise typer.BadParameter(f"{text!r} is not a length of time; write 90s, 10m, 1h30m, 2d or 1w.")
    return sum(float(number) * _UNITS_S[unit] for number, unit in found)


def parse_time_us(text: str, now: datetime | None = None) -> int:
    """Return microseconds UTC of `now`, `today`, `yesterday`, `14:30`, `2026-11-21` or `2026-11-21T14:30[+01:00]`.

    Raises:
        typer.BadParameter: it is none of these.
    """
    moment = now or datetime.now().astimezone()
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    word = text.strip().lower()
    fixed = {"now": moment, "today": midnight, "yesterday": midnight - timedelta(days=1)}
    if word in fixed:
        return _us(fixed[word])
    try:
        if re.fullmatch(r"\d{1,2}:\d{2}(:\d{2})?", word):
            clock = datetime.strptime(word, "%H:%M:%S" if word.count(":") == 2 else "%H:%M")  # noqa: DTZ007
            return _us(midnight.replace(hour=clock.hour, minute=clock.minute, second=clock.second))
        return _us(datetime.fromisoformat(text.strip()).astimezone())
    except ValueError as error:
        raise typer.BadParameter(
            f"{text!r} is not a time; write today, yesterday, 14:30, 2026-11-21 or 2026-11-21T14:30."
        ) from error


def format_us(time_us: int) -> str:
    """Return a local time with its offset, to the second."""
    return datetime.fromtimestamp(time_us / 1_000_000).astimezone().isoformat(sep=" ", timespec="seconds")


def iso_us(time_us: int) -> str:
    """Return an ISO 8601 UTC time to the microsecond, for machines; exact, no float on the way."""
    seconds, micros = divmod(time_us, 1_000_000)
    return (datetime(1970, 1, 1) + timedelta(seconds=seconds, microseconds=micros)).isoformat(  # noqa: DTZ001
        timespec="microseconds"
    ) + "Z"


def _us(moment: datetime) -> int:
    return int(moment.timestamp()) * 1_000_000 + moment.microsecond
