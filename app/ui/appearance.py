"""Which theme is in force, following the system (also into high contrast), and putting it on the application."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication, QStyleFactory

from app.settings import Theme as Choice
from app.ui.theme import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT, Theme, palette, style_sheet
from resources.locate import resource

FAMILY = "Inter"
FONT_FILES = ("Inter-Regular.otf", "Inter-SemiBold.otf")
TEXT_PX = 13


class Appearance(QObject):
    """Holds the theme in force and dresses the application in it. Lives on the main thread.

    Widgets that paint by themselves take `theme` and follow `changed`.
    """

    changed = Signal(object)

    def __init__(
        self,
        application: QApplication,
        choice: Choice = Choice.SYSTEM,
        scheme: Callable[[], Qt.ColorScheme] | None = None,
        contrast: Callable[[], Qt.ContrastPreference] | None = None,
    ) -> None:
        """Dress the application; `scheme` and `contrast` tell what the system wants: Qt's own answers unless given."""
        super().__init__(application)
        self._application = application
        self._choice = choice
        hints = application.styleHints()
        self._scheme = scheme or hints.colorScheme
        self._contrast = contrast or hints.accessibility().contrastPreference
        self._theme = DARK
        application.setStyle(QStyleFactory.create("Fusion"))
        application.setFont(_font())
        hints.colorSchemeChanged.connect(self._follow)
        hints.accessibility().contrastPreferenceChanged.connect(self._follow)
        self._put_on(self._wanted())

    @property
    def theme(self) -> Theme:
        """The theme in force."""
        return self._theme

    def choose(self, choice: Choice) -> None:
        """Follow the system, or be dark or light whatever it says."""
        self._choice = choice
        self._follow()

    def _wanted(self) -> Theme:
        if self._choice is Choice.DARK:
            return self._in_contrast(light=False)
        if self._choice is Choice.LIGHT:
            return self._in_contrast(light=True)
        return self._in_contrast(light=self._scheme() is Qt.ColorScheme.Light)

    def _in_contrast(self, *, light: bool) -> Theme:
        if self._contrast() is Qt.ContrastPreference.HighContrast:
            return CONTRAST_LIGHT if light else CONTRAST_DARK
        return LIGHT if light else DARK

    def _follow(self) -> None:
        if self._wanted() is not self._theme:
            self._put_on(self._wanted())
            self.changed.emit(self._theme)

    def _put_on(self, theme: Theme) -> None:
        self._theme = theme
        self._application.setPalette(palette(theme))
        self._application.setStyleSheet(style_sheet(theme))


def _font() -> QFont:
    """The system's Inter, or the one that ships with the program."""
    if FAMILY not in QFontDatabase.families():
        for name in FONT_FILES:
            QFontDatabase.addApplicationFont(str(resource("fonts", name)))
    font = QFont(FAMILY)
    font.setPixelSize(TEXT_PX)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font if QFontInfo(font).family() else QFont()
