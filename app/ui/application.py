"""The desktop application: Qt itself, appearance, window and tray, from start to an orderly end."""

import logging
import sys

from PySide6.QtCore import QLocale, QMessageLogContext, QSettings, Qt, QThreadPool, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.controls import Controls
from app.settings import Language
from app.ui.appearance import Appearance
from app.ui.crash import CrashGuard
from app.ui.global_keys import GlobalKeys
from app.ui.icons import application_icon
from app.ui.language import speak
from app.ui.main_window import MainWindow
from app.ui.pages import SETTINGS
from app.ui.reach import Reach
from app.ui.recorder import RecorderModel
from app.ui.signals import EndSignals
from app.ui.single_instance import SingleInstance
from app.ui.stalls import StallWatch
from app.ui.tray import Tray
from storage.clock import Clock, SystemClock

logger = logging.getLogger("qt")
END_DEADLINE_MS = 5_000
SWITCH_INTERVAL_S = 0.001
"""How long a worker may keep the interpreter while the window waits for it; the default is a third of a frame."""
LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def run(controls: Controls, *, hidden: bool = False) -> int:
    """Run window and tray until they are quit or the system asks to end; return the exit code.

    With `hidden` only the tray icon appears, where there is a tray. Where a window runs on the same folder already,
    that one comes to the front, and this returns at once.
    """
    application = make_application(controls.settings().general.language)
    instance = SingleInstance(controls.home)
    if instance.call_other():
        return 0
    instance.listen()
    appearance = Appearance(application, controls.settings().general.theme)
    clock = SystemClock()
    recorder = RecorderModel(controls, clock)
    memory = QSettings(str(controls.home / "window.ini"), QSettings.Format.IniFormat)
    window = MainWindow(controls, recorder, appearance, clock, memory)
    tray = Tray(recorder, window.actions_of_recorder, appearance.theme, application)
    appearance.changed.connect(tray.set_theme)
    signals = EndSignals()
    guard = CrashGuard(lambda: window if window.isVisible() else None, application)
    stalls = StallWatch(application) if sys.flags.dev_mode else None
    _join(application, window, tray, instance, signals)
    keys = _global_keys(recorder, window, clock, application)
    reach = Reach(keys, window.notice.say, application)
    reach.follow(controls.settings())
    window.settings_page.applied.connect(reach.follow)
    guard.quitWanted.connect(lambda: application.exit(0))
    recorder.start()
    if not hidden or not tray.has_host() or not controls.settings().general.consented:
        window.appear()
    code = application.exec()
    if stalls is not None:
        stalls.close()
    guard.close()
    keys.stop()
    signals.close()
    instance.close()
    recorder.stop()
    tray.stop()
    window.stop()
    window.hide()
    if not QThreadPool.globalInstance().waitForDone(END_DEADLINE_MS):
        logger.warning("a question of the window did not end in time")
    window.deleteLater()
    application.processEvents()
    return code


def make_application(language: Language = Language.SYSTEM) -> QApplication:
    """Return the one QApplication, made and named if need be, speaking a language."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    qInstallMessageHandler(_log_message)
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("daytrail")
    application.setApplicationDisplayName("Daytrail")
    application.setDesktopFileName("daytrail")
    application.setWindowIcon(application_icon())
    application.setQuitOnLastWindowClosed(False)
    speak(application, None if language is Language.SYSTEM else QLocale(language.value))
    return application


def _join(
    application: QApplication, window: MainWindow, tray: Tray, instance: SingleInstance, signals: EndSignals
) -> None:
    def end() -> None:
        """Leave the event loop; `quit` would ask every window to close first, and ours hides instead."""
        application.exit(0)

    window.has_tray = tray.has_host
    window.quitWanted.connect(end)
    tray.quitWanted.connect(end)
    tray.openWanted.connect(window.appear)
    tray.settingsWanted.connect(window.appear)
    tray.settingsWanted.connect(lambda: window.show_page(SETTINGS))
    tray.forgetWanted.connect(window.ask_forget)
    instance.called.connect(window.appear)
    signals.received.connect(end)


def _global_keys(recorder: RecorderModel, window: MainWindow, clock: Clock, application: QApplication) -> GlobalKeys:
    keys = GlobalKeys(application)
    keys.pauseToggled.connect(recorder.toggle)
    keys.bookmarkWanted.connect(lambda: window.timeline.marking.bookmark_now(clock.now_us()))
    keys.failed.connect(lambda text: window.notice.say(text, wrong=True))
    return keys


def _log_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logger.log(LEVELS.get(kind, logging.WARNING), "%s: %s", context.category or "default", message)
