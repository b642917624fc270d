import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication

from app.ui.query.highlighter import SqlHighlighter
from app.ui.theme import DARK, LIGHT, Theme

TEXT = "SELECT sum(a), 'it''s' FROM t -- why\nWHERE x = :day /* two\nlines */ AND 7 > 1"


def _colours(document: QTextDocument) -> dict[str, str]:
    found = {}
    block = document.begin()
    while block.isValid():
        for part in block.layout().formats():
            found[block.text()[part.start : part.start + part.length]] = part.format.foreground().color().name()
        block = block.next()
    return found


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_words_have_the_colours_of_the_theme(qapp: QApplication, theme: Theme) -> None:
    document = QTextDocument(TEXT)
    highlighter = SqlHighlighter(document, DARK)
    highlighter.set_theme(theme)
    colours = _colours(document)
    assert colours["SELECT"] == colours["WHERE"] == theme.accent_text.lower()
    assert colours["sum"] == theme.warn_text.lower()
    assert colours["'it''s'"] == theme.good_text.lower()
    assert colours["-- why"] == colours["/* two"] == colours["lines */"] == theme.faint_text.lower()
    assert colours[":day"] == theme.recording_text.lower()
