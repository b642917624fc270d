"""The tray icon: shows the recorder's state, and reaches everything that is needed without the window."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from app.ui.forget import LAST_MINUTES
from app.ui.icons import application_icon, icon, state_icon
from app.ui.recorder import RecorderModel, RecorderView
from app.ui.recorder_actions import RecorderActions
from app.ui.theme import DARK, Theme


class Tray(QObject):
    """Emits what the owner chose; pausing and resuming go to the recorder directly.

    Signals:
        openWanted(), settingsWanted(), quitWanted(): as they say.
        forgetWanted(minutes): forget the last so many minutes, after a preview.
    """

    openWanted = Signal()  # noqa: N815
    settingsWanted = Signal()  # noqa: N815
    forgetWanted = Signal(int)  # noqa: N815
    quitWanted = Signal()  # noqa: N815

    def __init__(self, recorder: RecorderModel, actions: RecorderActions, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.menu = QMenu()
        self._open = self._action(self.tr("Open Daytrail"), "open", self.openWanted.emit)
        self.menu.addSeparator()
        actions.fill(self.menu)
        self.menu.addSeparator()
        self.forget_menu = self.menu.addMenu(self.tr("Forget"))
        for minutes in LAST_MINUTES:
            action = self.forget_menu.addAction(self.tr("The last %Ln minute(s)…", None, minutes))
            action.triggered.connect(lambda _=False, minutes=minutes: self.forgetWanted.emit(minutes))
        self.menu.addSeparator()
        self._settings = self._action(self.tr("Settings"), "settings", self.settingsWanted.emit)
        self._quit = self._action(self.tr("Quit"), "quit", self.quitWanted.emit)
        self.icon = QSystemTrayIcon(application_icon(), self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        recorder.changed.connect(self.show_recorder)
        self.set_theme(theme)
        self.show_recorder(recorder.view)
        self.icon.show()

    @staticmethod
    def has_host() -> bool:
        """Tell whether this desktop shows tray icons at all, now."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show_recorder(self, view: RecorderView) -> None:
        """Show the recorder's state."""
        badges = {
            "recording": ("record", DARK.recording),
            "trouble": ("trouble", DARK.warn),
            "paused": ("pause", DARK.warn),
            "private": ("private", DARK.dim),
            "stopped": ("stopped", DARK.faint),
        }
        self.icon.setIcon(state_icon(*badges[view.mood]))
        trouble = f"\n{', '.join(view.trouble)}" if view.trouble else ""
        self.icon.setToolTip(f"Daytrail — {view.headline}{trouble}")

    def set_theme(self, theme: Theme) -> None:
        """Draw the menu's icons in another theme."""
        for action, name in ((self._open, "open"), (self._settings, "settings"), (self._quit, "quit")):
            action.setIcon(icon(name, theme.dim))
        self.forget_menu.setIcon(icon("delete", theme.dim))

    def stop(self) -> None:
        """Take the icon away."""
        self.icon.hide()
        self.menu.deleteLater()

    def _action(self, text: str, name: str, slot: Callable[[], None]) -> QAction:
        action = self.menu.addAction(text)
        action.setObjectName(name)
        action.triggered.connect(slot)
        return action

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.openWanted.emit()
