"""Plurals in English, and translations that are up to date."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from app.controls import ForgetPreview
from app.ui.forget import lines_of
from app.ui.language import LANGUAGES, compile_translation, speak
from app.ui.timeline.wording import said
from resources.locate import resource
from storage.topics import builtin_topics

UNFINISHED = {"en": 0.0, "de": 0.03}
"""What share may wait for a translator: English has only plurals, German follows what is new."""


def test_english_has_plurals(qapp: QApplication) -> None:
    speak(qapp, QLocale(QLocale.Language.English))
    translate = QCoreApplication.translate
    assert translate("RecorderModel", "Recording · %Ln source(s)", "", 1) == "Recording · 1 source"
    assert translate("RecorderModel", "Recording · %Ln source(s)", "", 3) == "Recording · 3 sources"


def test_what_would_be_forgotten_is_named_in_german(qapp: QApplication) -> None:
    preview = ForgetPreview({"media.text.transcript.words": 3, "media.image.text.ocr": 5}, 0)
    speak(qapp, QLocale(QLocale.Language.German))
    try:
        assert lines_of(preview) == ["5 × Text auf dem Bildschirm", "3 × Abschrift"]
        titles = [topic.title for topic in builtin_topics().values()]
        assert [title for title in titles if said(title) == title] == []
    finally:
        speak(qapp, QLocale(QLocale.Language.English))


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


def test_a_translation_is_renewed_without_spoiling_the_one_in_use(qapp: QApplication, tmp_path: Path) -> None:
    tools, source = Path(sys.executable).parent, tmp_path / "daytrail_de.ts"
    source.write_bytes(resource("translations", "daytrail_de.ts").read_bytes())
    compile_translation(tools, source)
    used = QTranslator(qapp)
    assert used.load("daytrail_de", str(tmp_path))
    opened = (tmp_path / "daytrail_de.qm").open("rb")
    before = opened.read()
    source.write_text(source.read_text(encoding="utf-8").replace("Heute", "Jetzt"), encoding="utf-8")

    compile_translation(tools, source)

    opened.seek(0)
    assert opened.read() == before  # another file stands in its place
    opened.close()
    assert (tmp_path / "daytrail_de.qm").read_bytes() != before
    assert used.translate("TopBar", "Today") == "Heute"
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


def test_a_translation_that_cannot_be_compiled_leaves_the_old_one(tmp_path: Path) -> None:
    source, made = tmp_path / "daytrail_de.ts", tmp_path / "daytrail_de.qm"
    made.write_bytes(b"old")
    source.write_text("<TS", encoding="utf-8")
    with pytest.raises(subprocess.CalledProcessError):
        compile_translation(Path(sys.executable).parent, source)
    assert made.read_bytes() == b"old"
