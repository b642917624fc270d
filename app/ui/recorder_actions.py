"""What can be done with the recorder, as actions that every menu of it shares."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.controls import RecorderState
from app.ui.icons import icon
from app.ui.recorder import RecorderModel, RecorderView
from app.ui.theme import Theme

MINUTE_S = 60


class RecorderActions(QObject):
    """Pause, private mode and resume; only what makes sense in the present state is shown."""

    def __init__(self, recorder: RecorderModel, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.headline = QAction(self)
        self.headline.setEnabled(False)
        self.pause_short = QAction(self.tr("Pause for 15 minutes"), self)
        self.pause_hour = QAction(self.tr("Pause for 1 hour"), self)
        self.pause_tomorrow = QAction(self.tr("Pause until tomorrow"), self)
        self.private = QAction(self.tr("Private mode"), self)
        self.resume = QAction(self.tr("Resume recording"), self)
        self.pause_short.triggered.connect(lambda: recorder.pause(15 * MINUTE_S))
        self.pause_hour.triggered.connect(lambda: recorder.pause(60 * MINUTE_S))
        self.pause_tomorrow.triggered.connect(recorder.pause_until_tomorrow)
        self.private.triggered.connect(recorder.private)
        self.resume.triggered.connect(recorder.resume)
        recorder.changed.connect(self._follow)
        self.set_theme(theme)
        self._follow(recorder.view)

    def fill(self, menu: QMenu) -> None:
        """Add them to a menu."""
        menu.addAction(self.headline)
        menu.addSeparator()
        for action in (self.resume, self.pause_short, self.pause_hour, self.pause_tomorrow, self.private):
            menu.addAction(action)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in another theme."""
        for action, name in (
            (self.pause_short, "pause"),
            (self.pause_hour, "pause"),
            (self.pause_tomorrow, "pause"),
            (self.private, "private"),
            (self.resume, "record"),
        ):
            action.setIcon(icon(name, theme.dim))

    def _follow(self, view: RecorderView) -> None:
        recording = view.state is RecorderState.RECORDING
        held = view.state in (RecorderState.PAUSED, RecorderState.PRIVATE)
        self.headline.setText(view.headline)
        for action in (self.pause_short, self.pause_hour, self.pause_tomorrow):
            action.setVisible(recording or view.state is RecorderState.PAUSED)
        self.private.setVisible(recording or view.state is RecorderState.PAUSED)
        self.resume.setVisible(held or view.state is RecorderState.STOPPED)
        stopped = view.state is RecorderState.STOPPED
        self.resume.setText(self.tr("Start recording") if stopped else self.tr("Resume recording"))
