"""The desktop application: Qt itself, appearance, window and tray, from start to an orderly end."""

import logging
import sys
from collections.abc import Callable

from PySide6.QtCore import QMessageLogContext, QSettings, Qt, QThreadPool, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.controls import Controls
from app.settings import Language
from app.ui.appearance import Appearance
from app.ui.crash import CrashGuard
from app.ui.desk import Desk, locale_of
from app.ui.display_loss import DisplayLoss
from app.ui.garbage import Garbage
from app.ui.global_keys import GlobalKeys
from app.ui.icons import application_icon
from app.ui.language import speak
from app.ui.reach import Reach
from app.ui.recorder import RecorderModel
from app.ui.signals import EndSignals
from app.ui.single_instance import SingleInstance
from app.ui.stalls import StallWatch
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


def run(controls: Controls, *, hidden: bool = False, close: Callable[[], object] = lambda: None) -> int:
    """Run window and tray until they are quit or the system asks to end; return the exit code.

    With `hidden` only the tray icon appears, where there is a tray. Where a window runs on the same folder already,
    that one comes to the front, and this returns at once. Where the display goes away the process ends, after `close`,
    which stops what the caller would stop after this returned.
    """
    application = make_application(controls.settings().general.language)
    DisplayLoss(close)
    instance = SingleInstance(controls.home)
    if instance.call_other():
        return 0
    instance.listen()
    garbage = Garbage(application)
    appearance = Appearance(application, controls.settings().general.theme)
    clock = SystemClock()
    recorder = RecorderModel(controls, clock)
    memory = QSettings(str(controls.home / "window.ini"), QSettings.Format.IniFormat)
    desk = Desk(controls, recorder, appearance, clock, memory, application)
    signals = EndSignals()
    guard = CrashGuard(lambda: desk.window if desk.window.isVisible() else None, application)
    stalls = StallWatch(application) if sys.flags.dev_mode else None
    for wanted in (desk.quitWanted, signals.received, guard.quitWanted):
        wanted.connect(lambda: application.exit(0))  # `quit` would ask every window to close first, and ours hides
    instance.called.connect(lambda: desk.window.appear())
    keys = _global_keys(recorder, desk, clock, application)
    reach = Reach(keys, desk.say, application)
    reach.follow(controls.settings())
    desk.applied.connect(reach.follow)
    recorder.start()
    if not hidden or not desk.tray.has_host() or not controls.settings().general.consented:
        desk.window.appear()
    code = application.exec()
    if stalls is not None:
        stalls.close()
    guard.close()
    keys.stop()
    signals.close()
    instance.close()
    recorder.stop()
    desk.stop()
    if not QThreadPool.globalInstance().waitForDone(END_DEADLINE_MS):
        logger.warning("a question of the window did not end in time")
    application.processEvents()
    garbage.stop()
    return code


def call_window(controls: Controls) -> bool:
    """Bring the window that another process has on this folder to the front; False when there is none."""
    make_application(controls.settings().general.language)
    return SingleInstance(controls.home).call_other()


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
    speak(application, locale_of(language))
    return application


def _global_keys(recorder: RecorderModel, desk: Desk, clock: Clock, application: QApplication) -> GlobalKeys:
    keys = GlobalKeys(application)
    keys.pauseToggled.connect(recorder.toggle)
    keys.bookmarkWanted.connect(lambda: desk.window.timeline.marking.bookmark_now(clock.now_us()))
    keys.failed.connect(lambda text: desk.say(text, wrong=True))
    return keys


def _log_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logger.log(LEVELS.get(kind, logging.WARNING), "%s: %s", context.category or "default", message)
