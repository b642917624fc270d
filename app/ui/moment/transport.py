"""The row below the picture: previous and next change, play, speed."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.ui.icons import icon
from app.ui.theme import Theme
from app.ui.widgets.labels import ElidedLabel

SPEEDS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
_SIZE = "padding: 0; min-height: 28px; max-height: 28px"


class Transport(QWidget):
    """Buttons of playback; does nothing itself.

    Signals:
        previous(), next(): go to another change of the screen.
        play_toggled(): play or pause.
        speed_changed(speed): the owner chose another speed.
    """

    previous = Signal()
    next = Signal()
    play_toggled = Signal()
    speed_changed = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._speed, self._playing = 1.0, False
        self._previous, self._play, self._next = QPushButton(), QPushButton(), QPushButton()
        self._pace = QPushButton("1×")
        self._skip = QPushButton()
        self._skip.setCheckable(True)
        self._hint = _Hint(self._usual(), "dim")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 10)
        row.setSpacing(8)
        for button, tip, signal in (
            (self._previous, self.tr("Previous change (←)"), self.previous),
            (self._play, self.tr("Play (Space)"), self.play_toggled),
            (self._next, self.tr("Next change (→)"), self.next),
        ):
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.setFixedWidth(36)
            button.setIconSize(QSize(16, 16))
            button.setStyleSheet(_SIZE)
            button.clicked.connect(signal)
            row.addWidget(button)
        self._pace.setFixedWidth(44)
        self._pace.setStyleSheet(_SIZE)
        self._pace.setToolTip(self.tr("Speed"))
        self._pace.setAccessibleName(self.tr("Speed"))
        self._pace.clicked.connect(self._faster)
        row.addWidget(self._pace)
        self._skip.setFixedWidth(36)
        self._skip.setStyleSheet(_SIZE)
        self._skip.setIconSize(QSize(16, 16))
        self._skip.setToolTip(self.tr("Skip what is silent"))
        self._skip.setAccessibleName(self.tr("Skip what is silent"))
        row.addWidget(self._skip)
        row.addSpacing(8)
        row.addWidget(self._hint, 1)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # as time runs on the timeline, in every language
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self._previous.setIcon(icon("previous-change", theme.text))
        self._next.setIcon(icon("next-change", theme.text))
        self._skip.setIcon(icon("skip-silence", theme.dim, theme.accent_text))
        self.set_playing(self._playing)

    def set_playing(self, playing: bool) -> None:
        """Show whether it plays."""
        self._playing = playing
        self._play.setIcon(icon("hold" if playing else "play", self._theme.accent_text))
        self._play.setToolTip(self.tr("Pause (Space)") if playing else self.tr("Play (Space)"))
        self._play.setAccessibleName(self._play.toolTip())

    def say(self, text: str) -> None:
        """Write a hint beside the buttons, the usual one for ""."""
        self._hint.optional = not text
        self._hint.setText(text or self._usual())

    def _usual(self) -> str:
        return self.tr("← → previous / next change · Space plays · Shift-drag selects a range")

    def add(self, part: QWidget) -> None:
        """Put something at the end of the row."""
        layout = self.layout()
        if layout is not None:
            layout.addWidget(part)

    @property
    def speed(self) -> float:
        """The chosen speed."""
        return self._speed

    @property
    def skips_silence(self) -> bool:
        """Whether playback leaves out what is silent."""
        return self._skip.isChecked()

    @property
    def skip_button(self) -> QPushButton:
        """The switch for that."""
        return self._skip

    def _faster(self) -> None:
        self._speed = SPEEDS[(SPEEDS.index(self._speed) + 1) % len(SPEEDS)]
        self._pace.setText(f"{self._speed:g}×")
        self.speed_changed.emit(self._speed)


class _Hint(ElidedLabel):
    """A line that says nothing, rather than half of it, where it is only a hint."""

    optional = True

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        fits = self.fontMetrics().horizontalAdvance(self.text()) <= self.width()
        if fits or not self.optional:
            super().paintEvent(event)
