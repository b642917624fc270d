"""Plurals in English, and translations that are up to date."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication

from app.ui.language import LANGUAGES, speak
from resources.locate import resource

UNFINISHED = {"en": 0.0, "de": 0.03}
"""What share may wait for a translator: English has only plurals, German follows what is new."""


def test_english_has_plurals(qapp: QApplication) -> None:
    speak(qapp, QLocale(QLocale.Language.English))
    translate = QCoreApplication.translate
    assert translate("RecorderModel", "Recording · %Ln source(s)", "", 1) == "Recording · 1 source"
    assert translate("RecorderModel", "Recording · %Ln source(s)", "", 3) == "Recording · 3 sources"


def test_a_language_without_translation_is_english(qapp: QApplication) -> None:
    assert speak(qapp, QLocale(QLocale.Language.C)).language() is QLocale.Language.English


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_translation_is_that_of_its_source(language: str, tmp_path: Path) -> None:
    source = resource("translations", f"daytrail_{language}.ts")
    text = source.read_text(encoding="utf-8")
    assert text.count("unfinished") <= UNFINISHED[language] * text.count("<message")
    made = tmp_path / "made.qm"
    tool = Path(sys.executable).parent / "pyside6-lrelease"
    subprocess.run([tool, "-silent", source, "-qm", made], check=True)
    assert made.read_bytes() == source.with_suffix(".qm").read_bytes()
