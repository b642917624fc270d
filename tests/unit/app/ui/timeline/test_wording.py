"""The words of the timeline's arithmetic can all be translated, and numbers in them stay."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from app.timeline.lanes import LANES
from app.timeline.moment import _TRIGGERS
from app.ui.timeline.page import NOTHING_HERE, NOTHING_YET
from app.ui.timeline.wording import WORDS, dated, said
from resources.locate import resource


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    translator = QTranslator(qapp)
    assert translator.load("daytrail_de", str(resource("translations")))
    QCoreApplication.installTranslator(translator)
    before = QLocale()
    yield
    QLocale.setDefault(before)
    QCoreApplication.removeTranslator(translator)


def test_every_word_of_lanes_and_moments_is_listed() -> None:
    lanes = [text for lane in LANES for text in (lane.title, lane.subtitle) if text]
    assert {*lanes, *_TRIGGERS.values(), *NOTHING_YET, *NOTHING_HERE} <= set(WORDS)


def test_german_says_all_of_it(german: None) -> None:
    same = {"Web", "Computer", "{0} ms", "{0} s", "{0} min", "{0} h", "{0} h {1} min"}
    assert [text for text in WORDS if said(str(text)) == text and text not in same] == []


def test_numbers_stay_where_the_words_change(german: None) -> None:
    assert said("212 keys, 14 clicks / min") == "212 Tasten, 14 Klicks / min"
    assert said("3 days") == "3 Tage"
    assert said("1 h 40 min") == "1 h 40 min"
    assert said("Firefox 3") == "Firefox 3"


def test_english_says_it_as_it_is() -> None:
    assert said("and 143 others") == "and 143 others"


def test_days_and_months_are_named_in_the_windows_language(german: None) -> None:
    QLocale.setDefault(QLocale("de_DE"))
    assert dated("Fri 20 Nov") == "Fr. 20 Nov."
    assert dated("Monday 2 March 2026") == "Montag 2 März 2026"
    assert dated("10:42") == "10:42"
    QLocale.setDefault(QLocale("en_US"))
    assert dated("Fri 20 Nov") == "Fri 20 Nov"
