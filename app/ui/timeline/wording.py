"""The words of the timeline's arithmetic, which knows no language, in the one that the window speaks."""

import re
from functools import lru_cache
from itertools import count

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

WORDS: tuple[object, ...] = (
    QT_TRANSLATE_NOOP("wording", "Nothing recorded yet"),
    QT_TRANSLATE_NOOP("wording", "What you see, hear and do will appear here as it is recorded."),
    QT_TRANSLATE_NOOP("wording", "Nothing recorded in this span"),
    QT_TRANSLATE_NOOP("wording", "Press Home to see everything, T to go to now."),
    QT_TRANSLATE_NOOP("wording", "Screen"),
    QT_TRANSLATE_NOOP("wording", "thumbnails"),
    QT_TRANSLATE_NOOP("wording", "Applications"),
    QT_TRANSLATE_NOOP("wording", "window titles"),
    QT_TRANSLATE_NOOP("wording", "Speech"),
    QT_TRANSLATE_NOOP("wording", "microphone"),
    QT_TRANSLATE_NOOP("wording", "loudspeaker"),
    QT_TRANSLATE_NOOP("wording", "Microphone"),
    QT_TRANSLATE_NOOP("wording", "Computer"),
    QT_TRANSLATE_NOOP("wording", "Input"),
    QT_TRANSLATE_NOOP("wording", "keys and pointer"),
    QT_TRANSLATE_NOOP("wording", "Voice"),
    QT_TRANSLATE_NOOP("wording", "when somebody spoke"),
    QT_TRANSLATE_NOOP("wording", "Camera"),
    QT_TRANSLATE_NOOP("wording", "Sessions"),
    QT_TRANSLATE_NOOP("wording", "Presence"),
    QT_TRANSLATE_NOOP("wording", "Objects"),
    QT_TRANSLATE_NOOP("wording", "Loudspeaker"),
    QT_TRANSLATE_NOOP("wording", "Screen text"),
    QT_TRANSLATE_NOOP("wording", "recognised"),
    QT_TRANSLATE_NOOP("wording", "Web"),
    QT_TRANSLATE_NOOP("wording", "Clipboard"),
    QT_TRANSLATE_NOOP("wording", "Notes · Calendar"),
    QT_TRANSLATE_NOOP("wording", "Places"),
    QT_TRANSLATE_NOOP("wording", "Heart rate"),
    QT_TRANSLATE_NOOP("wording", "watch"),
    QT_TRANSLATE_NOOP("wording", "Coverage"),
    QT_TRANSLATE_NOOP("wording", "Whole day"),
    QT_TRANSLATE_NOOP("wording", "Whole week"),
    QT_TRANSLATE_NOOP("wording", "Whole month"),
    QT_TRANSLATE_NOOP("wording", "Whole year"),
    QT_TRANSLATE_NOOP("wording", "Everything"),
    QT_TRANSLATE_NOOP("wording", "Window"),
    QT_TRANSLATE_NOOP("wording", "Copied"),
    QT_TRANSLATE_NOOP("wording", "screen frame"),
    QT_TRANSLATE_NOOP("wording", "camera still"),
    QT_TRANSLATE_NOOP("wording", "Picture"),
    QT_TRANSLATE_NOOP("wording", "away from the keyboard"),
    QT_TRANSLATE_NOOP("wording", "there, but touching nothing"),
    QT_TRANSLATE_NOOP("wording", "{0} characters"),
    QT_TRANSLATE_NOOP("wording", "{0} keys, {1} clicks / min"),
    QT_TRANSLATE_NOOP("wording", "{0} keys and clicks"),
    QT_TRANSLATE_NOOP("wording", "and {0} others"),
    QT_TRANSLATE_NOOP("wording", "and {0} other"),
    QT_TRANSLATE_NOOP("wording", "taken at the start"),
    QT_TRANSLATE_NOOP("wording", "taken on a window switch"),
    QT_TRANSLATE_NOOP("wording", "taken on a click"),
    QT_TRANSLATE_NOOP("wording", "taken after typing"),
    QT_TRANSLATE_NOOP("wording", "taken after scrolling"),
    QT_TRANSLATE_NOOP("wording", "taken on a copy"),
    QT_TRANSLATE_NOOP("wording", "taken on a change"),
    QT_TRANSLATE_NOOP("wording", "taken while idle"),
    QT_TRANSLATE_NOOP("wording", "taken on a display change"),
    QT_TRANSLATE_NOOP("wording", "{0} days"),
    QT_TRANSLATE_NOOP("wording", "{0} months"),
    QT_TRANSLATE_NOOP("wording", "{0} years"),
)
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[A-Za-z]+")


def said(text: str) -> str:
    """Return a text in the window's language; numbers in it stay, what nobody translated too."""
    whole = QCoreApplication.translate("wording", text)
    if whole != text or not _NUMBER.search(text):
        return whole
    places = count()
    pattern = _NUMBER.sub(lambda _: f"{{{next(places)}}}", text)
    translated = QCoreApplication.translate("wording", pattern)
    return text if translated == pattern else translated.format(*_NUMBER.findall(text))


def dated(text: str) -> str:
    """Return a label with its English names of days and months in the window's language."""
    locale = QLocale()
    return text if locale.language() is QLocale.Language.English else _dated(text, locale.name())


@lru_cache(maxsize=4_096)
def _dated(text: str, name: str) -> str:
    english, locale = QLocale(QLocale.Language.English), QLocale(name)
    names: dict[str, str] = {}
    for form in (QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat):
        names |= {english.dayName(day, form): locale.dayName(day, form) for day in range(1, 8)}
        names |= {english.monthName(month, form): locale.monthName(month, form) for month in range(1, 13)}
    return _WORD.sub(lambda found: names.get(found[0], found[0]), text)
