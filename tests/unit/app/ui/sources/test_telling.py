"""What sources say is told in the window's language: whole sentences, with the names in them left as they are."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication

from app.ui.sources.telling import TEXTS, told
from capture.audio.child import NO_DEVICE, NO_LIBRARY
from capture.sources.windows import EXCLUDED_CAUSE
from resources.locate import resource


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    translator = QTranslator(qapp)
    assert translator.load("daytrail_de", str(resource("translations")))
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


@pytest.mark.parametrize(
    ("text", "german_text"),
    [
        ("1 display", "1 Bildschirm"),
        ("3 displays", "3 Bildschirme"),
        ("Counts only", "Nur Anzahlen"),
        ("There is no microphone “Blue {0}”. Connect it, or choose another.", "Es gibt kein Mikrofon „Blue {0}“."),
        ("USB Audio", "USB Audio"),
        ("Private", "Privat"),
    ],
)
@pytest.mark.usefixtures("german")
def test_sentences_are_german_and_names_stay(text: str, german_text: str) -> None:
    assert told(text).startswith(german_text)


@pytest.mark.usefixtures("german")
def test_every_sentence_of_a_source_has_a_german_one() -> None:
    for text in map(str, TEXTS):
        assert told(text) != text
    for text in (NO_DEVICE, NO_LIBRARY, EXCLUDED_CAUSE):
        assert text in TEXTS


def test_in_english_everything_stays() -> None:
    for text in ("2 displays", "The screen is locked.", "USB Audio"):
        assert told(text) == text
