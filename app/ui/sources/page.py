"""The sources page: what records and how well, what is left to understand, and how much room it takes."""

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.controls import Controls
from app.telemetry.health import Level, Verdict
from app.ui.background import Background, explain
from app.ui.recorder import RecorderModel
from app.ui.sources.disk_card import DiskCard
from app.ui.sources.reading import TOPIC_OF, Overview, read_overview, turned
from app.ui.sources.source_row import SourceRow
from app.ui.sources.telling import told
from app.ui.sources.work_card import WorkCard
from app.ui.theme import Theme
from app.ui.widgets.card import Card
from app.ui.widgets.labels import label, rule, set_role
from app.ui.words import number
from storage.clock import Clock

READ_EVERY_MS = 2_000
SIDE_PX, NARROW_SIDE_PX = 380, 300
WIDE_ENOUGH_PX, ROOMY_PX = 1_120, 1_400
UNLIMITED_PX = 16_777_215


class SourcesPage(QWidget):
    """Reads itself anew while it is shown. Emits `settingsWanted` with a group's key, `said` with a message."""

    settingsWanted = Signal(str)  # noqa: N815
    said = Signal(str)

    def __init__(
        self, controls: Controls, recorder: RecorderModel, clock: Clock, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._controls = controls
        self._recorder = recorder
        self._clock = clock
        self._theme = theme
        self._reads = Background(self, ordered=True)
        self._switches = Background(self, ordered=True)
        self._overview: Overview | None = None
        self.rows: dict[str, SourceRow] = {}
        self.sources_card = Card(self.tr("Sources"), self)
        self.work_card = WorkCard(theme, self)
        self.disk_card = DiskCard(theme, self)
        self.last_card = Card(self.tr("Last 24 hours"), self)
        self._arrange()
        self._timer = QTimer(self)
        self._timer.setInterval(READ_EVERY_MS)
        self._timer.timeout.connect(self.refresh)

    def refresh(self) -> None:
        """Read everything anew."""
        if not self._reads.busy:
            controls, clock = self._controls, self._clock
            self._reads.ask(lambda: read_overview(controls, clock.now_us()), self._show, self._fail)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        for row in self.rows.values():
            row.set_theme(theme)
        if self._overview is not None:
            self._show(self._overview)

    def stop(self) -> None:
        """Read nothing more."""
        self._timer.stop()
        self._reads.cancel()
        self._switches.cancel()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self.refresh()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self._timer.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        wide = self.width() >= WIDE_ENOUGH_PX
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._inside.setDirection(direction)
        for card in (self.work_card, self.disk_card, self.last_card):
            side = SIDE_PX if self.width() >= ROOMY_PX else NARROW_SIDE_PX
            card.setMinimumWidth(side if wide else 0)
            card.setMaximumWidth(side if wide else UNLIMITED_PX)

    def _show(self, overview: Overview) -> None:
        self._overview = overview
        self._error.hide()
        now_us = self._clock.now_us()
        for health in overview.sources:
            if health.name not in self.rows:
                self._add_row(health.name, health.title)
            self.rows[health.name].show_source(health, overview, now_us)
        self.work_card.show_processors(overview.processors, self._theme)
        self.disk_card.show_disk(overview.disk, self._theme)
        failed = sum(health.failed for health in overview.processors)
        self._kept.setText(self.tr("%Ln event(s)", None, overview.last_day))
        self._failed.setText(number(failed) if failed else self.tr("nothing"))
        set_role(self._failed, "warn" if failed else "dim")
        self._show_health(overview.health)

    def _show_health(self, health: Verdict) -> None:
        words = {
            Level.HEALTHY: self.tr("healthy"),
            Level.DEGRADED: self.tr("degraded"),
            Level.UNHEALTHY: self.tr("unhealthy"),
        }
        self._level.setText(words[health.level])
        set_role(self._level, "dim" if health.level is Level.HEALTHY else "warn")
        self._causes.setText("\n".join(_in_words(cause) for cause in health.causes))
        self._causes.setVisible(bool(health.causes))

    def _fail(self, error: Exception) -> None:
        self._error.setText(explain(error))
        self._error.show()

    def _add_row(self, name: str, title: str) -> None:
        row = SourceRow(name, QCoreApplication.translate("declared", title), self._theme, self)
        row.switched.connect(lambda on: self._switch(name, on))
        group = name if name in TOPIC_OF else "plugins"
        row.settingsWanted.connect(lambda: self.settingsWanted.emit(f"capture.{group}"))
        self.rows[name] = row
        self._rows.addWidget(rule(self))
        self._rows.addWidget(row)

    def _switch(self, name: str, on: bool) -> None:
        self.rows[name].wait()
        controls = self._controls

        def change() -> None:
            settings = controls.settings()
            capture = turned(settings.capture, name, on)
            controls.apply(settings.model_copy(update={"capture": capture}))

        self._switches.ask(change, lambda _: self._switched(name), lambda error: self._switched(name, error))

    def _switched(self, name: str, error: Exception | None = None) -> None:
        self.rows[name].go_on()
        if error is not None:
            self.said.emit(explain(error))
        self._reads.cancel()
        self.refresh()
        self._recorder.refresh()

    def _arrange(self) -> None:
        self._error = label("", "error", self, wrap=True)
        self._error.hide()
        self.sources_card.body.setContentsMargins(0, 14, 0, 14)
        self.sources_card.body.removeWidget(self.sources_card.head)
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 2)
        head.addWidget(self.sources_card.head)
        head.addStretch(1)
        for text, role in (
            (self.tr("today:"), "faint"),
            (self.tr("recorded"), "good"),
            (self.tr("held back"), "warn"),
            (self.tr("missing"), "error"),
            (self.tr("not running"), "faint"),
        ):
            head.addWidget(label(text, role, self))
        self.sources_card.body.addLayout(head)
        self.sources_card.body.addWidget(self._error)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.sources_card.body.addLayout(self._rows)
        self.sources_card.body.addStretch(1)
        self._kept, self._failed, self._level = (label("", "dim", self) for _ in range(3))
        self._causes = label("", "warn", self, wrap=True)
        lines = (
            (self.tr("Recorded"), self._kept),
            (self.tr("Put aside"), self._failed),
            (self.tr("Health"), self._level),
        )
        for title, value in lines:
            line = QHBoxLayout()
            line.addWidget(label(title, "", self))
            line.addStretch(1)
            line.addWidget(value)
            self.last_card.body.addLayout(line)
        self.last_card.body.addWidget(self._causes)
        self._frame()

    def _frame(self) -> None:
        """Put the cards beside one another, in an area that scrolls when it is small."""
        side = QVBoxLayout()
        side.setSpacing(16)
        for card in (self.work_card, self.disk_card, self.last_card):
            side.addWidget(card)
        side.addStretch(1)
        holder = QWidget(self)
        self._inside = QBoxLayout(QBoxLayout.Direction.LeftToRight, holder)
        self._inside.setContentsMargins(24, 20, 24, 20)
        self._inside.setSpacing(16)
        self._inside.addWidget(self.sources_card, 1)
        self._inside.addLayout(side)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(holder)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(area)


def _in_words(cause: str) -> str:
    """A cause of bad health, which names whose it is, in the window's language."""
    title, colon, why = cause.partition(": ")
    return f"{QCoreApplication.translate('declared', title)}: {told(why)}" if colon else told(cause)
