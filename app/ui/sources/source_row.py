"""One source: how it is, what it records, today's coverage, and its switch."""

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from app.ui.sources.reading import TOPIC_OF, Overview, Span
from app.ui.sources.telling import told
from app.ui.theme import Theme
from app.ui.widgets.bars import Stretch, StretchBar
from app.ui.widgets.dot import Dot
from app.ui.widgets.labels import ElidedLabel, label, set_role
from app.ui.widgets.switch import Switch
from app.ui.words import ago, number
from capture.health import SourceHealth, SourceState

translate = QCoreApplication.translate

BAR_PX = 14
MISSING = (SourceState.UNAVAILABLE, SourceState.CRASHED)
HELD = (SourceState.PAUSED, SourceState.PRIVATE, SourceState.EXCLUDED, SourceState.STARTING)
GROUP_WIDTHS_PX = (30, 190, 0, 160, 120, 60)


class SourceRow(QWidget):
    """Emits `switched` with on or off, and `settingsWanted` when its name is clicked."""

    switched = Signal(bool)
    settingsWanted = Signal()  # noqa: N815

    def __init__(self, name: str, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._theme = theme
        self.dot = Dot(self)
        self.title = QPushButton(title, self)
        self.title.setProperty("role", "name")
        self.title.setToolTip(self.tr("Settings of this source"))
        self.title.clicked.connect(self.settingsWanted)
        self.detail = ElidedLabel("", "dim", self)
        self.bar = StretchBar(BAR_PX, theme.idle, self)
        self.amount = label("", "dim", self)
        self.switch = Switch(self.tr("Record: {0}").format(title), theme, self)
        self.switch.clicked.connect(self.switched)
        inside = QGridLayout(self)
        inside.setContentsMargins(16, 9, 14, 9)
        inside.setHorizontalSpacing(0)
        for column, (part, width) in enumerate(
            zip((self.dot, self.title, self.detail, self.bar, self.amount, self.switch), GROUP_WIDTHS_PX, strict=True)
        ):
            inside.addWidget(part, 0, column, _alignment(column))
            inside.setColumnMinimumWidth(column, width)
        inside.setColumnStretch(2, 1)
        self.bar.setFixedWidth(150)
        self.title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def show_source(self, health: SourceHealth, overview: Overview, now_us: int) -> None:
        """Show its present state."""
        colour, meaning = _dot(health.state, self._theme)
        self.dot.show_state(colour, meaning)
        self.detail.setText(_sentence(health, now_us, meaning))
        set_role(self.detail, "error" if health.state in MISSING else "dim")
        spans = overview.coverage.get(health.name, ())
        self.bar.show_stretches(_stretches(spans, self._theme), self._theme.idle, _coverage_words(spans))
        count = overview.today.get(TOPIC_OF.get(health.name, ""), 0)
        self.amount.setText(self.tr("{0} today").format(number(count)) if count else "—")
        if self.switch.isEnabled():
            self.switch.setChecked(health.name in overview.enabled)

    def wait(self) -> None:
        """Take no further clicks until the next state is shown."""
        self.switch.setEnabled(False)

    def go_on(self) -> None:
        """Take clicks again."""
        self.switch.setEnabled(True)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme; colours follow with the next state."""
        self._theme = theme
        self.switch.set_theme(theme)


def _alignment(column: int) -> Qt.AlignmentFlag:
    if column in (4, 5):
        return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    if column == 2:
        return Qt.AlignmentFlag(0)
    return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _dot(state: SourceState, theme: Theme) -> tuple[str, str]:
    words = {
        SourceState.OFF: translate("sources", "Off"),
        SourceState.STARTING: translate("sources", "Starting"),
        SourceState.RECORDING: translate("sources", "Recording"),
        SourceState.PAUSED: translate("sources", "Paused"),
        SourceState.PRIVATE: translate("sources", "Private"),
        SourceState.EXCLUDED: translate("sources", "Left out: the window in front is excluded"),
        SourceState.UNAVAILABLE: translate("sources", "Unavailable"),
        SourceState.CRASHED: translate("sources", "Crashed"),
    }
    if state is SourceState.RECORDING:
        return theme.good, words[state]
    if state in MISSING:
        return theme.recording, words[state]
    return theme.warn if state in HELD else theme.faint, words[state]


def _sentence(health: SourceHealth, now_us: int, meaning: str) -> str:
    if health.state is not SourceState.RECORDING:
        return told(health.cause) or meaning
    parts = [told(health.detail)] if health.detail else []
    if health.last_event_us is not None:
        changed = translate("sources", "last {0}")
        parts.append(changed.format(ago(health.last_event_us, now_us)))
    return " · ".join(parts) or meaning


def _stretches(spans: tuple[Span, ...], theme: Theme) -> tuple[Stretch, ...]:
    colours = {"recording": theme.good, "crashed": theme.recording, "unavailable": theme.recording}
    colours |= {"lost": theme.recording, "off": theme.idle, "asleep": theme.idle}
    return tuple(Stretch(span.begin, span.end, colours.get(span.state, theme.warn), span.state) for span in spans)


def _coverage_words(spans: tuple[Span, ...]) -> str:
    share = sum(span.end - span.begin for span in spans if span.state == "recording")
    return translate("sources", "Recorded {0} % of today").format(round(100 * share))
