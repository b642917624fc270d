"""Which theme is in force, following the system where the owner wants that, and putting it on the application."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication, QStyleFactory

from app.settings import Theme as Choice
from app.ui.theme import DARK, LIGHT, Theme, palette, style_sheet
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
    ) -> None:
        """Dress the application; `scheme` tells what the system wants, Qt's own answer unless given."""
        super().__init__(application)
        self._application = application
        self._choice = choice
        self._scheme = scheme or application.styleHints().colorScheme
        self._theme = DARK
        application.setStyle(QStyleFactory.create("Fusion"))
        application.setFont(_font())
        application.styleHints().colorSchemeChanged.connect(self._follow)
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
            return DARK
        if self._choice is Choice.LIGHT:
            return LIGHT
        return LIGHT if self._scheme() is Qt.ColorScheme.Light else DARK

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
