"""The main window: rail, top bar and pages, and how they speak with one another."""

import platform
from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QMenu, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from app.controls import Controls, ForgetPreview
from app.settings import Settings
from app.ui.appearance import Appearance
from app.ui.export import ExportDialog
from app.ui.forget import ForgetDialog
from app.ui.notes.notebook import Notebook
from app.ui.pages import DAY, SETTINGS, TIMELINE, Pages, local_time
from app.ui.rail import Rail
from app.ui.recorder import RecorderModel, RecorderView
from app.ui.recorder_actions import RecorderActions
from app.ui.reprocessing import Reprocessing
from app.ui.searching import Searching
from app.ui.theme import Theme
from app.ui.top_bar import TopBar
from app.ui.welcome import Welcome
from app.ui.widgets.notice import Notice
from app.ui.words import US_PER_S
from storage.clock import Clock

SMALLEST = (980, 620)
FIRST_SIZE = (1600, 1000)
REFRESH_MS = 1_000


class MainWindow(QMainWindow):
    """Everything the owner sees but the tray icon. Call `stop` before it goes.

    Signals:
        quitWanted(): the owner wants the program to end.
    """

    quitWanted = Signal()  # noqa: N815

    def __init__(
        self, controls: Controls, recorder: RecorderModel, appearance: Appearance, clock: Clock, memory: QSettings
    ) -> None:
        super().__init__()
        self._controls = controls
        self._recorder = recorder
        self._appearance = appearance
        self._clock = clock
        self._memory = memory
        self.has_tray: Callable[[], bool] = _no_tray
        theme = appearance.theme
        self.setWindowTitle("Daytrail")
        self.setMinimumSize(*SMALLEST)
        self.actions_of_recorder = RecorderActions(recorder, theme, self)
        menu = QMenu(self)
        self.actions_of_recorder.fill(menu)
        self.notebook = Notebook(controls.log, clock, platform.node() or "computer", self)
        self.reprocessing = Reprocessing(controls.home, self)
        self.pages = Pages(controls, recorder, self.notebook, theme, clock, memory, self)
        self.timeline = self.pages.timeline
        self._places = self.pages.places()
        self.rail = Rail(self._places, theme, menu, self)
        self.bar = TopBar(theme, menu, self)
        self.welcome = Welcome(controls, theme, self)
        self._lay_out()
        self.notice = Notice(self._shell)
        self._connect()
        self._bind_keys()
        self._show_recorder(recorder.view)
        self.show_page(TIMELINE)
        self._restore()
        if not controls.settings().general.consented:
            self._stack.setCurrentWidget(self.welcome)

    @property
    def page(self) -> str:
        """The key of the page in front."""
        return self.pages.current

    def show_page(self, key: str) -> None:
        """Bring a page to the front: `timeline`, `search`, `day`, `sources` or `settings`."""
        self.pages.show_page(key)
        self.rail.show_page(key)
        for shortcut in self._help_keys:
            shortcut.setEnabled(key != TIMELINE)  # the timeline answers them itself
        self._show_span()

    def open_at(self, at_us: int, span_us: int | None = None) -> None:
        """Show a moment in the timeline."""
        self.show_page(TIMELINE)
        self.timeline.go_to(at_us, span_us)

    def search(self, text: str) -> None:
        """Search for a text."""
        self.bar.search.ask(text)

    def appear(self) -> None:
        """Come to the front, from wherever it is."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def ask_forget(self, minutes: int = 5) -> None:
        """Open the dialog that deletes the last minutes or a span."""
        self._open_forget(ForgetDialog(self._controls, self._clock, self, minutes=minutes))

    def ask_forget_span(self, start_us: int, end_us: int) -> None:
        """Open the same dialog for a span selected on the timeline."""
        self._open_forget(ForgetDialog(self._controls, self._clock, self, span_us=(start_us, end_us)))

    def ask_export(self, span_us: tuple[int, int] | None) -> None:
        """Open the dialog that writes a span, or everything, to files."""
        dialog = ExportDialog(self._controls, span_us, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _open_forget(self, dialog: ForgetDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.forgotten.connect(self._forgotten)
        dialog.open()

    def stop(self) -> None:
        """Remember the geometry and end what runs for the pages."""
        self._memory.setValue("window/geometry", self.saveGeometry())
        self._timer.stop()
        self.pages.stop()
        self.notebook.stop()
        self.reprocessing.stop()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        event.ignore()
        if self.has_tray():
            self.hide()
        elif self._confirm_end():
            self.quitWanted.emit()

    def _confirm_end(self) -> bool:
        """Without a tray there would be no way back to a hidden window: quit, or stay."""
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("Daytrail")
        box.setText(self.tr("Quit Daytrail?"))
        box.setInformativeText(
            self.tr(
                "This desktop shows no tray icons, so Daytrail cannot go on in the background. Quitting ends recording."
            )
        )
        end = box.addButton(self.tr("&Quit"), QMessageBox.ButtonRole.AcceptRole)
        small = box.addButton(self.tr("&Minimize"), QMessageBox.ButtonRole.ActionRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.exec()
        if box.clickedButton() is small:
            self.showMinimized()
        return box.clickedButton() is end

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.bar)
        right.addWidget(self.pages, 1)
        self._shell = QWidget(self)
        whole = QHBoxLayout(self._shell)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.rail)
        whole.addLayout(right, 1)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._shell)
        self._stack.addWidget(self.welcome)
        self.setCentralWidget(self._stack)

    def _connect(self) -> None:
        self.rail.chosen.connect(self.show_page)
        self.bar.dayChosen.connect(self._go_to_day)
        self.bar.todayChosen.connect(self._go_to_now)
        self._searching = Searching(self.bar.search, self.pages, self.show_page, self)
        self.pages.momentOpened.connect(lambda at_us: self.open_at(at_us))
        self.pages.searchWanted.connect(self.search)
        self.timeline.forgetRequested.connect(self.ask_forget_span)
        self.timeline.exportRequested.connect(lambda start_us, end_us: self.ask_export((start_us, end_us)))
        self.timeline.reprocessRequested.connect(self.reprocessing.run)
        self.reprocessing.said.connect(lambda text, wrong: self.notice.say(text, wrong=wrong))
        self.reprocessing.finished.connect(self.timeline.refresh)
        self.timeline.viewChanged.connect(lambda *_: self._show_span())
        self.timeline.momentChanged.connect(lambda _: self._show_span())
        self.notebook.failed.connect(lambda text: self.notice.say(text, wrong=True))
        self.pages.dayChosen.connect(self.bar.day.show_day)
        self.pages.hourChosen.connect(self._open_hour)
        self.pages.said.connect(self.notice.say)
        self.pages.forgetWanted.connect(lambda: self.ask_forget())
        self.pages.exportWanted.connect(lambda: self.ask_export(None))
        self.pages.applied.connect(self._settings_applied)
        self.pages.settingsWanted.connect(self._open_settings)
        self.welcome.answered.connect(self._welcomed)
        self._recorder.changed.connect(self._show_recorder)
        self._recorder.failed.connect(self._say_wrong)
        self._appearance.changed.connect(self._set_theme)
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._refresh)
        self._timer.start()

    def _bind_keys(self) -> None:
        for place in self._places:
            self._key(place.shortcut, partial(self.show_page, place.key))
        self._key("Ctrl+K", self._searching.focus)
        self._key("Ctrl+F", self._searching.focus)
        self._key("Ctrl+,", lambda: self.show_page(SETTINGS))
        self._help_keys = [self._key(keys, partial(self._open_settings, "shortcuts")) for keys in ("?", "F1")]
        self._key("Ctrl+E", lambda: self.ask_export(self.timeline.navigator.selection or self.timeline.visible_span()))
        self._key("Ctrl+Q", self.quitWanted.emit)
        self._key("Alt+Left", self.bar.previous.click)
        self._key("Alt+Right", self.bar.next.click)

    def _key(self, keys: str, action: Callable[[], None]) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self._shell)
        shortcut.activated.connect(action)
        return shortcut

    def _refresh(self) -> None:
        if self.isVisible() and not self.isMinimized() and self.timeline.isVisible():
            self.timeline.refresh()

    def _show_span(self) -> None:
        if self.page == DAY:
            self.bar.show_span(None)
            self.bar.today.setVisible(True)
            self.bar.day.show_day(self.pages.day.day)
            return
        start, end = self.timeline.visible_span()
        on_timeline = self.page == TIMELINE
        self.bar.show_span(end - start if on_timeline else None)
        self.bar.today.setVisible(on_timeline)
        playhead = self.timeline.navigator.playhead_us
        middle = playhead if start <= playhead < end else (start + end) // 2
        self.bar.day.show_day(local_time(middle).date())

    def _open_hour(self, day: date, hour: int) -> None:
        """Show an hour of a day on the timeline."""
        at = datetime(day.year, day.month, day.day, hour, 30).astimezone()
        self.open_at(round(at.timestamp() * US_PER_S), 3_600 * US_PER_S)

    def _go_to_day(self, day: date) -> None:
        if self.page == DAY:
            steps = {-1: -1, 1: 1}.get((day - self.bar.day.day).days)
            if steps is None:
                self.pages.day.show_day(day)
            else:
                day = self.pages.day.step(steps)
            self.bar.day.show_day(day)
            return
        start, end = self.timeline.visible_span()
        middle = local_time((start + end) // 2)
        at = datetime.combine(day, middle.time()).astimezone()
        self.open_at(round(at.timestamp() * US_PER_S))

    def _go_to_now(self) -> None:
        if self.page == DAY:
            today = local_time(self._clock.now_us()).date()
            self.pages.day.show_day(today)
            self.bar.day.show_day(today)
            return
        self.show_page(TIMELINE)
        self.timeline.go_to_now()

    def _open_settings(self, group: str) -> None:
        self.show_page(SETTINGS)
        self.pages.settings.show_group(group)

    def _settings_applied(self, settings: Settings) -> None:
        self._appearance.choose(settings.general.theme)
        self._recorder.refresh()

    def _welcomed(self) -> None:
        self._stack.setCurrentWidget(self._shell)
        if SETTINGS in self.pages.made:
            self.pages.settings.reload()
        self._recorder.refresh()

    def _forgotten(self, receipt: ForgetPreview) -> None:
        self.notice.say(self.tr("%Ln event(s) deleted", None, receipt.total))
        self.timeline.reload()
        if DAY in self.pages.made:
            self.pages.day.reload()

    def _say_wrong(self, text: str) -> None:
        self.notice.say(text, wrong=True)

    def _show_recorder(self, view: RecorderView) -> None:
        self.rail.show_recorder(view)
        self.bar.show_recorder(view)

    def _set_theme(self, theme: Theme) -> None:
        for part in (self.actions_of_recorder, self.rail, self.bar, self.welcome):
            part.set_theme(theme)
        self.pages.set_theme(theme)

    def _restore(self) -> None:
        geometry = self._memory.value("window/geometry")
        if geometry is None or not self.restoreGeometry(geometry):
            room = self.screen().availableSize()
            self.resize(min(FIRST_SIZE[0], room.width()), min(FIRST_SIZE[1], room.height()))
            if room.width() <= FIRST_SIZE[0] or room.height() <= FIRST_SIZE[1]:
                self.setWindowState(Qt.WindowState.WindowMaximized)


def _no_tray() -> bool:
    return False
