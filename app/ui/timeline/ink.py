"""The theme as Qt colours and fonts, made once per theme so that painting makes none."""

from functools import cache

from PySide6.QtGui import QColor, QFont

from app.timeline.colours import blend, colour_of, text_on
from app.timeline.details import MICROPHONE_VOICE
from app.ui.theme import Theme
from app.ui.timeline.letters import Letters


class Ink:
    """Colours and fonts for painters. For the main thread alone."""

    def __init__(self, theme: Theme, font: QFont) -> None:
        self.theme = theme
        self.window = QColor(theme.window)
        self.panel = QColor(theme.panel)
        self.raised = QColor(theme.raised)
        self.rail = QColor(theme.rail)
        self.line = QColor(theme.line)
        self.text = QColor(theme.text)
        self.dim = QColor(theme.dim)
        self.faint = QColor(theme.faint_text)
        self.accent = QColor(theme.accent)
        self.selected = QColor(theme.selected)
        self.warn = QColor(theme.warn)
        self.good = QColor(theme.good)
        self.recording = QColor(theme.recording)
        self.recording_soft = QColor(blend(theme.recording, theme.window, 0.25))
        self.grid = QColor(blend(theme.line, theme.window, 0.55))
        self.title_font = sized(font, 13)
        self.label_font = sized(font, 12)
        self.small_font = sized(font, 11)
        self.bold_font = sized(font, 12, QFont.Weight.DemiBold)
        self.label = Letters(self.label_font)
        self.small = Letters(self.small_font)
        self.bold = Letters(self.bold_font)
        self._apps: dict[str, tuple[QColor, QColor]] = {}
        self._soft: dict[str, str] = {}

    def app(self, name: str) -> tuple[QColor, QColor]:
        """Return an application's colour and the text colour that reads on it."""
        pair = self._apps.get(name)
        if pair is None:
            ground = colour_of(name)
            pair = self._apps[name] = (QColor(ground), QColor(text_on(ground)))
        return pair

    def voice(self, name: str) -> str:
        """Return the colour of a speaker's voice as `#rrggbb`."""
        return voice_colour(self.theme, name)

    def voice_ground(self, name: str) -> QColor:
        """Return what a speaker's words stand on."""
        return self.selected if name in ("", MICROPHONE_VOICE) else QColor(self.soft(name))

    def soft(self, name: str) -> str:
        """Return an application's colour laid thinly on the window's ground, as `#rrggbb`."""
        found = self._soft.get(name)
        if found is None:
            share = 0.45 if self.theme.dark else 0.32
            found = self._soft[name] = blend(colour_of(name), self.theme.window, share)
        return found


def voice_colour(theme: Theme, name: str) -> str:
    """Return the colour of a speaker's voice, light enough to see on a dark ground, as `#rrggbb`.

    What the microphone heard has that of the window, as long as nobody knows who speaks.
    """
    if name in ("", MICROPHONE_VOICE):
        return theme.accent
    return blend(colour_of(name), "#ffffff", 0.72) if theme.dark else colour_of(name)


@cache
def _tabular(family: str, pixels: int, weight: QFont.Weight) -> QFont:
    font = QFont(family)
    font.setPixelSize(pixels)
    font.setWeight(weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def sized(font: QFont, pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return a font in another size, with figures of equal width."""
    return QFont(_tabular(font.family(), pixels, weight))
