"""The transcript: who speaks is named where there is more than the microphone, and words are links to their time."""

from html.parser import HTMLParser

import pytest
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from app.timeline.details import COMPUTER_VOICE, MICROPHONE_VOICE, Word
from app.timeline.moment import Utterance
from app.ui.moment.transcript import TranscriptLabel
from app.ui.theme import DARK
from app.ui.timeline.ink import voice_colour
from tests.data.sample_store import MEETING_US, UTC_ZONE

WORDS = (Word(MEETING_US, MEETING_US + 400_000, "good"), Word(MEETING_US + 400_000, MEETING_US + 900_000, "morning"))
HEARD = Utterance(MEETING_US, MEETING_US + 1_000_000, "good morning", WORDS)
PLAYED = Utterance(MEETING_US + 2_000_000, MEETING_US + 3_000_000, "can you hear me", (), COMPUTER_VOICE)


@pytest.fixture
def transcript(qtbot: QtBot) -> TranscriptLabel:
    made = TranscriptLabel(DARK, UTC_ZONE)
    qtbot.addWidget(made)
    return made


class Colours(HTMLParser):
    """Which style each text has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._style = ""
        self.of: dict[str, str] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._style = dict(attrs).get("style") or ""

    def handle_data(self, data: str) -> None:
        self.of[data.strip()] = self._style


def plain(label: TranscriptLabel) -> str:
    document = QTextDocument()
    document.setHtml(label.text())
    return document.toPlainText()


def test_the_microphone_alone_needs_no_name(transcript: TranscriptLabel) -> None:
    transcript.show_speech((HEARD,), MEETING_US + 500_000)
    assert "Microphone" not in plain(transcript)
    assert transcript.lit_word() == "morning"


def test_the_computer_is_named_in_the_colour_of_its_lane(transcript: TranscriptLabel) -> None:
    transcript.show_speech((HEARD, PLAYED), MEETING_US)
    lines = plain(transcript).splitlines()
    assert "Microphone good morning" in lines[0].replace("  ", " ")
    assert "Computer can you hear me" in lines[1].replace("  ", " ")
    styles = Colours(transcript.text()).of
    assert voice_colour(DARK, COMPUTER_VOICE) in styles["Computer"]
    assert voice_colour(DARK, MICROPHONE_VOICE) in styles["Microphone"]
    assert voice_colour(DARK, COMPUTER_VOICE) != voice_colour(DARK, MICROPHONE_VOICE) == DARK.accent


def test_a_click_on_a_word_says_when_it_was(transcript: TranscriptLabel, qtbot: QtBot) -> None:
    transcript.show_speech((HEARD,), MEETING_US)
    with qtbot.waitSignal(transcript.word_clicked) as clicked:
        transcript.linkActivated.emit(str(WORDS[1].start_us))
    assert clicked.args == [WORDS[1].start_us]
