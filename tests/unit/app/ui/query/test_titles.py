from PySide6.QtCore import QCoreApplication, QLocale, QTranslator

from app.query.saved import shipped
from app.ui.language import speak
from app.ui.query.titles import kind_words, title_words
from storage.sql.attachments import Kind


def test_every_shipped_title_and_every_kind_has_german_words(qapp: QCoreApplication) -> None:
    before = QLocale()
    speak(qapp, QLocale(QLocale.Language.German))
    try:
        same = {title for title in shipped() if title_words(title) == title}
        assert not same
        assert kind_words("recordings") == "Aufzeichnungen"
        assert kind_words(Kind.SQLITE) == "SQLite-Datei"
    finally:
        for translator in qapp.findChildren(QTranslator):
            qapp.removeTranslator(translator)
        QLocale.setDefault(before)


def test_other_titles_and_kinds_stay_as_they_are(qapp: QCoreApplication) -> None:
    assert title_words("My tea") == "My tea"
    assert kind_words(Kind.POSTGRES) == "PostgreSQL"
    assert kind_words("something") == "something"
