"""What sources say of themselves, in the window's language: they know none, and speak plain English.

Names of devices, and what is not listed here, stay as they are.
"""

import re
from functools import cache

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

TEXTS: tuple[object, ...] = (
    QT_TRANSLATE_NOOP("sources", "1 display"),
    QT_TRANSLATE_NOOP("sources", "{0} displays"),
    QT_TRANSLATE_NOOP("sources", "Every application"),
    QT_TRANSLATE_NOOP("sources", "Counts only"),
    QT_TRANSLATE_NOOP("sources", "Text only"),
    QT_TRANSLATE_NOOP("sources", "Built-in microphone"),
    QT_TRANSLATE_NOOP("sources", "Camera {0}"),
    QT_TRANSLATE_NOOP("sources", "The screen is locked."),
    QT_TRANSLATE_NOOP("sources", "A window that is excluded is in front."),
    QT_TRANSLATE_NOOP("sources", "A window that is excluded was in front."),
    QT_TRANSLATE_NOOP("sources", "A window that is excluded is in front; it is painted over."),
    QT_TRANSLATE_NOOP("sources", "It failed unexpectedly ({0}) and will be started again; the log has details."),
    QT_TRANSLATE_NOOP("sources", "There is no display: DISPLAY is not set. Start Daytrail in a desktop session."),
    QT_TRANSLATE_NOOP("sources", "The display went away, or its pixels cannot be read."),
    QT_TRANSLATE_NOOP("sources", "The screen cannot be read on this system."),
    QT_TRANSLATE_NOOP("sources", "The screen cannot be read; the system may ask for permission to record it."),
    QT_TRANSLATE_NOOP(
        "sources",
        "This is a Wayland session, whose screen other programs cannot see. Log in to an X11 session "
        "(“… on Xorg”) to record the screen.",
    ),
    QT_TRANSLATE_NOOP("sources", "Keyboard and pointer can no longer be listened to."),
    QT_TRANSLATE_NOOP(
        "sources",
        "Keyboard and pointer cannot be listened to: there is no display, or access to input was not granted.",
    ),
    QT_TRANSLATE_NOOP("sources", "No microphone was found. Connect one, or choose one in the settings."),
    QT_TRANSLATE_NOOP("sources", "There is no microphone “{0}”. Connect it, or choose another."),
    QT_TRANSLATE_NOOP("sources", "The microphone “{0}” cannot be opened. Connect it, or choose another."),
    QT_TRANSLATE_NOOP("sources", "The microphone “{0}” offers no format that can be recorded."),
    QT_TRANSLATE_NOOP("sources", "The microphone, or the system's sound server, went away."),
    QT_TRANSLATE_NOOP(
        "sources", "The PortAudio library is missing. On Debian or Ubuntu: sudo apt-get install libportaudio2"
    ),
    QT_TRANSLATE_NOOP(
        "sources",
        "What the computer plays cannot be recorded: no PulseAudio or PipeWire sound server offers its monitor.",
    ),
    QT_TRANSLATE_NOOP(
        "sources", "What the computer plays can be recorded on Linux only, where the sound server offers it."
    ),
    QT_TRANSLATE_NOOP("sources", "There is no camera {0}, or another program uses it."),
    QT_TRANSLATE_NOOP("sources", "{0} is not there or is no video."),
    QT_TRANSLATE_NOOP("sources", "{0} does not answer or is no video. Is the camera on, and the address right?"),
    QT_TRANSLATE_NOOP("sources", "{0} gives no pictures any more."),
    QT_TRANSLATE_NOOP("sources", "The display cannot tell of the clipboard: it lacks the XFIXES extension."),
    QT_TRANSLATE_NOOP("sources", "Nothing is recorded."),
    QT_TRANSLATE_NOOP("sources", "{0} put aside since the start; `daytrail retry` lists them."),
    QT_TRANSLATE_NOOP("sources", "The plugin {0} stopped by itself; it is started again."),
)


def told(text: str) -> str:
    """Return what a source says in the window's language; names and numbers in it stay."""
    for pattern, words in _patterns():
        if found := pattern.fullmatch(text):
            return QCoreApplication.translate("sources", words).format(*found.groups())
    return QCoreApplication.translate("sources", text)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The texts without a gap first: what fits them fits others, too."""
    texts = sorted((str(text) for text in TEXTS), key=lambda text: "{0}" in text)
    return tuple((re.compile(re.escape(text).replace(r"\{0\}", "(.+)")), text) for text in texts)
