from processing.key_phrases import key_phrases

TEXT = (
    "The harbour office sent the quarterly report. The quarterly report says that the harbour office needs a crane. "
    "A new crane is not in the budget."
)


def test_what_a_text_is_about() -> None:
    found = key_phrases(TEXT, 3)

    assert any("harbour office" in phrase for phrase in found)
    assert any("quarterly report" in phrase for phrase in found)
    assert len(found) == 3


def test_common_words_and_numbers_are_no_phrases() -> None:
    assert key_phrases("it is what it is, and 42 of them") == []
    assert key_phrases("") == []
