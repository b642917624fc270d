import pytest

from processing.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The quarterly report is on your desk and we meet on Thursday", "en"),
        ("Der Bericht liegt auf dem Tisch und wir treffen uns am Donnerstag", "de"),
        ("Le rapport est sur la table et nous avons une réunion jeudi", "fr"),
        ("El informe está en la mesa y no hay reunión para el jueves", "es"),
        ("Il rapporto è sul tavolo e la riunione non è di giovedì", "it"),
        ("Het verslag ligt op de tafel en wij zien elkaar op donderdag", "nl"),
        ("Raport jest na stole i nie ma go w szafie", "pl"),
        ("Отчёт лежит на столе", "ru"),
        ("報告書は机の上にあります", "ja"),
        ("报告在桌子上", "zh"),
        ("보고서는 책상 위에 있습니다", "ko"),
        ("OK", ""),
        ("x = foo(bar); y += 1; print(x)", ""),
        ("", ""),
    ],
)
def test_the_language_of_a_text(text: str, language: str) -> None:
    assert language_of(text) == language
