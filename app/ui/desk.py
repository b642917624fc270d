"""The window and the tray icon; both are made anew when the owner chooses another language."""

from PySide6.QtCore import QLocale, QObject, QSettings, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.controls import Controls
from app.settings import Language, Settings
from app.ui.appearance import Appearance
from app.ui.language import speak
from app.ui.main_window import MainWindow
from app.ui.pages import SETTINGS
from app.ui.recorder import RecorderModel
from app.ui.tray import Tray
from storage.clock import Clock


class Desk(QObject):
    """Holds the one window and its tray icon. For the main thread alone; call `stop` before it goes.

    Every text is asked for where a widget is made, so another language means other widgets: the owner finds page, view
    and geometry as they were, and can undo what the old window's notebook could. Unsent texts are forgotten.

    Signals:
        quitWanted(): the owner wants the program to end.
        applied(settings): settings are in force.
    """

    quitWanted = Signal()  # noqa: N815
    applied = Signal(object)

    def __init__(
        self,
        controls: Controls,
        recorder: RecorderModel,
        appearance: Appearance,
        clock: Clock,
        memory: QSettings,
        application: QApplication,
    ) -> None:
        super().__init__(application)
        self._controls, self._recorder, self._appearance = controls, recorder, appearance
        self._clock, self._memory, self._application = clock, memory, application
        self._settings = controls.settings()
        self._language = self._settings.general.language
        recorder.settingsChanged.connect(self._changed_elsewhere)
        self._make()

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Tell the owner something in the window."""
        self.window.notice.say(text, wrong=wrong)

    def renew(self) -> None:
        """Make window and tray anew, where the old ones stood."""
        old, tray, page, visible = self.window, self.tray, self.window.page, self.window.isVisible()
        span, playhead_us = old.timeline.visible_span(), old.timeline.navigator.playhead_us
        tray.stop()
        old.stop()
        self._make()
        self.window.notebook.continue_from(old.notebook)
        self.window.timeline.stand(span, playhead_us)
        self.window.show_page(page)
        if visible:
            self.window.show()
        self._recorder.refresh()
        old.hide()
        for gone in (old, tray):
            gone.deleteLater()

    def stop(self) -> None:
        """Take the icon away and end what runs for the window."""
        self.tray.stop()
        self.window.stop()
        self.window.hide()
        self.window.deleteLater()

    def _make(self) -> None:
        window = self.window = MainWindow(self._controls, self._recorder, self._appearance, self._clock, self._memory)
        tray = self.tray = Tray(self._recorder, window.actions_of_recorder, self._appearance.theme, self)
        self._appearance.changed.connect(tray.set_theme)
        window.has_tray = tray.has_host
        window.quitWanted.connect(self.quitWanted)
        window.pages.applied.connect(self._applied)
        tray.quitWanted.connect(self.quitWanted)
        tray.openWanted.connect(window.appear)
        tray.settingsWanted.connect(window.appear)
        tray.settingsWanted.connect(lambda: window.show_page(SETTINGS))
        tray.forgetWanted.connect(window.ask_forget)

    def _changed_elsewhere(self, settings: Settings) -> None:
        """Follow settings that did not come from this window: their file was edited."""
        if settings == self._settings:
            return
        self._appearance.choose(settings.general.theme)
        if SETTINGS in self.window.pages.made and not self.window.pages.settings.busy:
            self.window.pages.settings.reload()
        self._applied(settings)

    def _applied(self, settings: Settings) -> None:
        self._settings = settings
        self.applied.emit(settings)
        if settings.general.language is not self._language:
            self._language = settings.general.language
            speak(self._application, locale_of(self._language))
            QTimer.singleShot(0, self, self.renew)  # not while the page that said so is still at it


def locale_of(language: Language) -> QLocale | None:
    """Return the locale that a choice stands for, None for the system's."""
    return None if language is Language.SYSTEM else QLocale(language.value)
