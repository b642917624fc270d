"""The first thing a newcomer sees: what would be recorded, where it stays, and the choice."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.controls import Controls
from app.settings import Settings
from app.ui.background import Background, explain
from app.ui.theme import Theme
from app.ui.widgets.labels import label, rule
from app.ui.widgets.switch import Switch

CARD_PX = 760


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that may be recorded: its sources, and whether it is offered as on."""

    sources: tuple[str, ...]
    title: str
    text: str
    on: bool


class Welcome(QWidget):
    """Asks once. Emits `answered` when the settings say what was chosen and, if so, recording has begun."""

    answered = Signal()

    def __init__(self, controls: Controls, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._controls = controls
        self._work = Background(self, ordered=True)
        self.switches: dict[tuple[str, ...], Switch] = {}
        self.card = QFrame(self)
        self.card.setObjectName("card")
        self.card.setFixedWidth(CARD_PX)
        self.later_button = QPushButton(self.tr("Not now"), self)
        self.start_button = QPushButton(self.tr("Start recording"), self)
        self.start_button.setProperty("role", "primary")
        self.start_button.setDefault(True)
        self.error = label("", "error", self, wrap=True)
        self._arrange(theme)
        self.later_button.clicked.connect(self.answered)
        self.start_button.clicked.connect(self._start)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        for switch in self.switches.values():
            switch.set_theme(theme)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self.start_button.setFocus()

    def _choices(self) -> tuple[Choice, ...]:
        return (
            Choice(
                ("screen", "windows"),
                self.tr("Screen and window titles"),
                self.tr("Pictures when something changes; private windows and password managers never"),
                True,
            ),
            Choice(("input",), self.tr("Keyboard and pointer activity"), self.tr("How much, never which keys"), True),
            Choice(
                ("microphone",),
                self.tr("Microphone"),
                self.tr("Speech becomes text on this computer; everybody within hearing is recorded"),
                False,
            ),
            Choice(("camera",), self.tr("Camera"), self.tr("A still now and then"), False),
            Choice(("clipboard",), self.tr("Clipboard"), self.tr("Text that you copy, which may be a secret"), False),
        )

    def _start(self) -> None:
        chosen = {name: switch.isChecked() for names, switch in self.switches.items() for name in names}
        self.start_button.setEnabled(False)
        controls = self._controls

        def begin() -> None:
            controls.apply(consented(controls.settings(), chosen))
            controls.start_recording()

        self._work.ask(begin, lambda _: self._begun(), self._fail)

    def _begun(self) -> None:
        self.start_button.setEnabled(True)
        self.answered.emit()

    def _fail(self, error: Exception) -> None:
        self.start_button.setEnabled(True)
        self.error.setText(explain(error))
        self.error.show()

    def _arrange(self, theme: Theme) -> None:
        inside = QVBoxLayout(self.card)
        inside.setContentsMargins(44, 38, 44, 36)
        inside.setSpacing(0)
        inside.addWidget(label(self.tr("Before anything is recorded"), "large", self))
        inside.addSpacing(14)
        text = self.tr(
            "Daytrail keeps a private record of what happens on this computer, on this computer. Choose what it may "
            "record. You can change this, pause it, or delete any part of it at any time."
        )
        intro = label(text, "lead", self, wrap=True)
        inside.addWidget(intro)
        inside.addSpacing(22)
        for choice in self._choices():
            inside.addLayout(self._choice_row(choice, theme))
            inside.addWidget(rule(self))
        inside.addSpacing(18)
        inside.addLayout(self._place_row())
        inside.addSpacing(8)
        self.error.hide()
        inside.addWidget(self.error)
        inside.addSpacing(20)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addStretch(1)
        buttons.addWidget(self.later_button)
        buttons.addWidget(self.start_button)
        inside.addLayout(buttons)
        outside = QVBoxLayout(self)
        outside.addStretch(1)
        outside.addWidget(self.card, 0, Qt.AlignmentFlag.AlignHCenter)
        outside.addStretch(1)

    def _choice_row(self, choice: Choice, theme: Theme) -> QHBoxLayout:
        switch = Switch(choice.title, theme, self)
        switch.setAccessibleDescription(choice.text)
        switch.setChecked(choice.on)
        self.switches[choice.sources] = switch
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(label(choice.title, "name", self))
        words.addWidget(label(choice.text, "small", self))
        row = QHBoxLayout()
        row.setContentsMargins(0, 12, 0, 12)
        row.addLayout(words, 1)
        row.addWidget(switch)
        return row

    def _place_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        before = label(self.tr("Kept in"), "dim", self)
        place = label(_short(self._controls.home), "chip", self)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        after: QLabel = label(self.tr("readable by you alone. Nothing is sent anywhere."), "dim", self)
        for part in (before, place, after):
            row.addWidget(part)
        row.addStretch(1)
        return row


def _short(folder: Path) -> str:
    """The folder's path, with ~ for the owner's own."""
    return f"~/{folder.relative_to(Path.home())}" if folder.is_relative_to(Path.home()) else str(folder)


def consented(settings: Settings, chosen: dict[str, bool]) -> Settings:
    """Return the settings with consent given and each source on or off as chosen."""
    sources = {name: getattr(settings.capture, name).model_copy(update={"enabled": on}) for name, on in chosen.items()}
    return settings.model_copy(
        update={
            "general": settings.general.model_copy(update={"consented": True}),
            "capture": settings.capture.model_copy(update=sources),
        }
    )
