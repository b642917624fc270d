"""What the processors have to do, and when it will be done."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.theme import Theme
from app.ui.widgets.bars import Stretch, StretchBar
from app.ui.widgets.card import Card
from app.ui.widgets.labels import ElidedLabel, label, set_role
from app.ui.words import duration, number
from processing.health import ProcessorHealth, ProcessorState


class WorkRow(QWidget):
    """One processor: its name, how it stands in words, and a bar of what is done of what was there."""

    def __init__(self, title: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = title
        self.words = ElidedLabel("", "dim", self)
        self.words.setAlignment(self.words.alignment() | Qt.AlignmentFlag.AlignRight)
        self.bar = StretchBar(6, theme.track, self)
        line = QHBoxLayout()
        line.addWidget(label(title, "", self))
        line.addWidget(self.words, 1)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 4)
        inside.setSpacing(6)
        inside.addLayout(line)
        inside.addWidget(self.bar)

    def show_processor(self, health: ProcessorHealth, theme: Theme) -> None:
        """Show its present state."""
        self.words.setText(self._sentence(health))
        unavailable = health.state is ProcessorState.UNAVAILABLE
        set_role(self.words, "error" if unavailable else "dim")
        whole = health.done + health.backlog
        share = 1.0 if not health.backlog else health.done / whole
        colour = {
            ProcessorState.UP_TO_DATE: theme.good,
            ProcessorState.WORKING: theme.accent,
            ProcessorState.WAITING: theme.warn,
            ProcessorState.UNAVAILABLE: theme.recording,
        }.get(health.state, theme.line)
        off = health.state is ProcessorState.OFF
        stretches = () if off else (Stretch(0.0, max(share, 0.02), colour),)
        self.bar.show_stretches(stretches, theme.track, f"{self._title}: {self.words.text()}")

    def _sentence(self, health: ProcessorHealth) -> str:
        if health.state is ProcessorState.OFF:
            return self.tr("off")
        if health.state is ProcessorState.UNAVAILABLE:
            return health.cause or self.tr("unavailable")
        if not health.backlog:
            return self.tr("up to date")
        parts = [self.tr("{0} waiting").format(number(health.backlog))]
        if health.cause:
            parts.append(health.cause)
        elif health.estimate_s is not None:
            parts.append(self.tr("about {0}").format(duration(max(1, round(health.estimate_s)))))
        return " · ".join(parts)


class WorkCard(Card):
    """All processors."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Work to do"), parent)
        self._rows: dict[str, WorkRow] = {}
        self._theme = theme

    def show_processors(self, processors: tuple[ProcessorHealth, ...], theme: Theme) -> None:
        """Show their present state."""
        for health in processors:
            if health.name not in self._rows:
                title = QCoreApplication.translate("declared", health.title)
                self._rows[health.name] = WorkRow(title, theme, self)
                self.body.addWidget(self._rows[health.name])
            self._rows[health.name].show_processor(health, theme)
