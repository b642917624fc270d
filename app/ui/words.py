"""Lengths, sizes, days and times as people write them, in the owner's locale."""

from datetime import date, datetime, tzinfo

from PySide6.QtCore import QCoreApplication, QDate, QLocale

translate = QCoreApplication.translate

US_PER_S = 1_000_000


def duration(seconds: float) -> str:
    """Return a length of time in at most two units: `3 s`, `1 h 40 min`, `12 days`, `2 years`."""
    if seconds < 1:
        return translate("words", "{0} ms").format(round(seconds * 1000))
    if seconds < 60:
        return translate("words", "{0} s").format(f"{seconds:.3g}")
    minutes = round(seconds / 60)
    if minutes < 60:
        return translate("words", "{0} min").format(minutes)
    if minutes < 48 * 60:
        hours, rest = divmod(minutes, 60)
        if rest:
            return translate("words", "{0} h {1} min").format(hours, rest)
        return translate("words", "{0} h").format(hours)
    days = round(seconds / 86_400)
    if days < 60:
        return translate("words", "{0} days").format(days)
    if days < 730:
        return translate("words", "{0} months").format(round(days / 30.44))
    return translate("words", "{0} years").format(round(days / 365.25))


def size(amount_bytes: int) -> str:
    """Return an amount of bytes: `412 kB`, `38.2 GB`."""
    return QLocale().formattedDataSize(amount_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def number(value: int) -> str:
    """Return a whole number grouped as the locale does."""
    return QLocale().toString(value)


def moment(at_us: int, now_us: int, zone: tzinfo | None = None) -> str:
    """Return when something was, to the second: `Today 10:42:17`, `Tue 18 Nov 09:14:02`, `3 Mar 2019 08:00:00`."""
    at = datetime.fromtimestamp(at_us / US_PER_S, zone)
    return f"{day(at.date(), datetime.fromtimestamp(now_us / US_PER_S, zone).date())} {at:%H:%M:%S}"


def day(which: date, today: date) -> str:
    """Return a day by its nearness: `Today`, `Yesterday`, `Tue 18 Nov`, `3 Mar 2019`."""
    nearness = (today - which).days
    if nearness == 0:
        return translate("words", "Today")
    if nearness == 1:
        return translate("words", "Yesterday")
    pattern = translate("words", "ddd d MMM") if abs(nearness) < 300 else translate("words", "d MMM yyyy")
    return QLocale().toString(QDate(which.year, which.month, which.day), pattern)


def full_day(which: date) -> str:
    """Return a day in full: `Fri 21 Nov 2026`."""
    return QLocale().toString(QDate(which.year, which.month, which.day), translate("words", "ddd d MMM yyyy"))


def short_day(which: date) -> str:
    """Return day and month: `21 Nov`."""
    return QLocale().toString(QDate(which.year, which.month, which.day), translate("words", "d MMM"))


def clock_time(at_us: int, zone: tzinfo | None = None) -> str:
    """Return the time of day to the minute."""
    return f"{datetime.fromtimestamp(at_us / US_PER_S, zone):%H:%M}"


def ago(at_us: int, now_us: int) -> str:
    """Return how long ago something was, coarsely: `just now`, `4 min ago`."""
    seconds = (now_us - at_us) / US_PER_S
    return (
        translate("words", "just now") if seconds < 5 else translate("words", "{0} ago").format(duration(int(seconds)))
    )
