"""What was said around a moment, as text to select: the word at the playhead lit, every word a link to its time."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from app.timeline.details import MICROPHONE_VOICE
from app.timeline.moment import Utterance
from app.timeline.ruler import clock_label
from app.timeline.zone import SECOND_US, Zone
from app.ui.theme import Theme
from app.ui.timeline.ink import voice_colour
from app.ui.timeline.wording import said


class TranscriptLabel(QLabel):
    """Shows utterances.

    Signals:
        word_clicked(time_us): the owner clicked on a word or a time.
    """

    word_clicked = Signal(object)

    def __init__(self, theme: Theme, zone: Zone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._zone = theme, zone
        self._said: tuple[Utterance, ...] = ()
        self._time_us = 0
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
        self.setOpenExternalLinks(False)
        self.setAccessibleName(self.tr("Speech"))
        self.linkActivated.connect(lambda link: self.word_clicked.emit(int(link)))

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._theme = theme
        self._write()

    def show_speech(self, said: tuple[Utterance, ...], time_us: int) -> None:
        """Show what was said, and light the word at a time."""
        if (said, time_us) != (self._said, self._time_us):
            self._said, self._time_us = said, time_us
            self._write()

    def lit_word(self) -> str:
        """Return the word that is lit, "" for none."""
        for utterance in self._said:
            for word in utterance.words:
                if word.start_us <= self._time_us < word.end_us:
                    return word.text
        return ""

    def _write(self) -> None:
        current = self._current()
        named = {utterance.speaker for utterance in self._said} - {MICROPHONE_VOICE}
        html = "".join(
            self._paragraph(utterance, utterance is current, self._name(utterance.speaker) if named else "")
            for utterance in self._said
        )
        if html != self.text():
            self.setText(html)

    def _current(self) -> Utterance | None:
        """What is being said, or was last said before."""
        begun = [utterance for utterance in self._said if utterance.start_us <= self._time_us]
        return begun[-1] if begun else None

    def _name(self, speaker: str) -> str:
        """Who speaks, in the colour that the timeline has for the voice."""
        colour = voice_colour(self._theme, speaker)
        return f' <span style="color:{colour}; font-weight:600">{escape(said(speaker))}</span>'

    def _paragraph(self, utterance: Utterance, current: bool, name: str) -> str:
        theme = self._theme
        when = self._link(utterance.start_us, clock_label(self._zone, utterance.start_us, SECOND_US), theme.faint_text)
        when += name
        colour = theme.text if current else theme.dim
        if not utterance.words:
            return (
                f'<p style="margin:0 0 6px 0">{when} <span style="color:{colour}">{escape(utterance.text)}</span></p>'
            )
        words = " ".join(self._word(word.start_us, word.end_us, word.text, colour) for word in utterance.words)
        return f'<p style="margin:0 0 6px 0; line-height:135%">{when} {words}</p>'

    def _word(self, start_us: int, end_us: int, text: str, colour: str) -> str:
        if start_us <= self._time_us < end_us:
            style = f"background-color:{self._theme.selected}; color:{self._theme.accent_text}"
            return f'<a href="{start_us}" style="text-decoration:none; {style}">{escape(text)}</a>'
        return self._link(start_us, text, colour)

    def _link(self, time_us: int, text: str, colour: str) -> str:
        return f'<a href="{time_us}" style="text-decoration:none; color:{colour}">{escape(text)}</a>'
