"""The panel beside the picture: speech, text on the screen, facts of the moment, and where each came from."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.timeline.moment import Moment
from app.timeline.places import DayPlaces, Whereabouts
from app.timeline.zone import Zone
from app.ui.moment.marks import MarksList
from app.ui.moment.place import PlaceSection
from app.ui.moment.transcript import TranscriptLabel
from app.ui.theme import Theme
from app.ui.timeline.wording import said
from app.ui.widgets.labels import label

WIDTH_PX = 360
_MOST_TEXT = 600


class Inspector(QScrollArea):
    """Shows what is known of a moment.

    Signals:
        word_clicked(time_us): the owner clicked on a spoken word.
        again_clicked(): the owner wants this moment to be understood once more.
        mark_clicked(event): the owner wants to change a note, tag or bookmark.
    """

    word_clicked = Signal(object)
    again_clicked = Signal()
    mark_clicked = Signal(object)

    def __init__(self, theme: Theme, zone: Zone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setWidgetResizable(True)
        self.setFixedWidth(WIDTH_PX)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._transcript = TranscriptLabel(theme, zone)
        self._transcript.word_clicked.connect(self.word_clicked)
        self._marks = MarksList(theme, zone)
        self._marks.edit_wanted.connect(self.mark_clicked)
        self.place = PlaceSection(theme)
        self._on_screen = _selectable("small")
        self._facts = QFormLayout()
        self._facts.setContentsMargins(0, 0, 0, 0)
        self._facts.setHorizontalSpacing(18)
        self._facts.setVerticalSpacing(7)
        self._found = _selectable("small")
        self._provenance = _selectable("small")
        self._again = QPushButton(self.tr("Process again"))
        self._again.setProperty("role", "link")
        self._again.clicked.connect(self.again_clicked)
        self._whereabouts = Whereabouts(0, DayPlaces(0, 0))
        self._facts_holder = QWidget()
        self._facts_holder.setLayout(self._facts)
        self._sections: list[QWidget] = []
        inner = QWidget()
        inner.setObjectName("inspectorBody")
        body = QVBoxLayout(inner)
        body.setContentsMargins(16, 16, 16, 16)
        body.setSpacing(0)
        self._nothing = label(self.tr("Nothing else is known of this moment."), "dim", wrap=True)
        body.addWidget(self._nothing)
        for title, widget in (
            (self.tr("Notes"), self._marks),
            (self.tr("Speech"), self._transcript),
            (self.tr("On screen"), self._on_screen),
            (self.tr("At this moment"), self._facts_holder),
            (self.tr("Found in the picture"), self._found),
            (self.tr("Place"), self.place),
            (self.tr("Provenance"), self._provenance),
        ):
            section = QWidget()
            column = QVBoxLayout(section)
            column.setContentsMargins(0, 0, 0, 15)
            column.setSpacing(7)
            column.addWidget(label(title, "head"))
            column.addWidget(widget)
            if widget is self._provenance:
                column.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeading)
            body.addWidget(section)
            self._sections.append(section)
        body.addStretch(1)
        self.setWidget(inner)
        self.set_theme(theme)
        self.show_moment(Moment(0))

    @property
    def transcript(self) -> TranscriptLabel:
        """The part that shows speech."""
        return self._transcript

    @property
    def again_button(self) -> QPushButton:
        """What asks for the moment to be understood once more."""
        return self._again

    @property
    def marks(self) -> MarksList:
        """The part that shows notes, tags and bookmarks."""
        return self._marks

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self.setStyleSheet(
            f"QScrollArea#inspector {{ background: {theme.panel}; border: 0; border-left: 1px solid {theme.line}; }}"
            f"QWidget#inspectorBody {{ background: {theme.panel}; }}"
        )
        self._transcript.set_theme(theme)
        self._marks.set_theme(theme)
        self.place.set_theme(theme)

    def show_moment(self, moment: Moment) -> None:
        """Show a moment; sections with nothing to say are left out."""
        self._marks.show_marks(moment.marks)
        self._transcript.show_speech(moment.utterances, moment.time_us)
        text = " ".join(line.text for line in moment.lines)
        self._on_screen.setText(f"“{text[:_MOST_TEXT]}{'…' if len(text) > _MOST_TEXT else ''}”")
        self._found.setText(" · ".join(found.words for found in moment.findings))
        self._provenance.setText("\n".join(_in_words(line) for line in moment.provenance))
        self._show_facts(moment)
        shown = (
            bool(moment.marks),
            bool(moment.utterances),
            bool(text),
            bool(moment.facts),
            bool(moment.findings),
            bool(self._whereabouts.day.fixes or self._whereabouts.day.stays),
            bool(moment.provenance),
        )
        for section, visible in zip(self._sections, shown, strict=True):
            section.setVisible(visible)
        self._nothing.setVisible(not any(shown))

    def show_place(self, whereabouts: Whereabouts) -> None:
        """Show where the owner was at the moment; the section is left out on days of which no place is known."""
        self._whereabouts = whereabouts
        self.place.show_place(whereabouts)

    def _show_facts(self, moment: Moment) -> None:
        while self._facts.rowCount() > len(moment.facts):
            self._facts.removeRow(self._facts.rowCount() - 1)
        for row, (name, value) in enumerate(moment.facts):
            if row >= self._facts.rowCount():
                self._facts.addRow(label("", "dim"), _selectable(""))
            for role, text in (
                (QFormLayout.ItemRole.LabelRole, said(name)),
                (QFormLayout.ItemRole.FieldRole, said(value)),
            ):
                item = self._facts.itemAt(row, role)
                if item is not None and isinstance(widget := item.widget(), QLabel):
                    widget.setText(text)
                    widget.setMinimumWidth(82 if role is QFormLayout.ItemRole.LabelRole else 0)


def _selectable(role: str) -> QLabel:
    made = label("", role, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return made


def _in_words(line: str) -> str:
    """A line of provenance with what it begins with in the window's language."""
    for known in ("screen frame", "camera still", "microphone", "loudspeaker"):
        if line.startswith(known):
            return said(known) + line.removeprefix(known)
    return line
