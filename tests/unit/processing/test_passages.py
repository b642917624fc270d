from processing.passages import PASSAGES_MAX, WORDS_MAX, likeness, of_prose, of_screen


def pieces(text: str, screen: bool = False) -> list[str]:
    return [text[span.start : span.end] for span in (of_screen(text) if screen else of_prose(text))]


def line(number: int) -> str:
    return f"line {'abcdefghij'[number % 10]}{'klmnopqrst'[number // 10]} says something of its own"


def test_a_sentence_is_one_passage() -> None:
    assert pieces("  We meet at the station.\n") == ["We meet at the station."]


def test_long_prose_is_cut_after_sentences_that_fit_together() -> None:
    sentences = [f"This is sentence number {number} of a long and winding story." for number in range(40)]

    found = pieces(" ".join(sentences))

    assert " ".join(found) == " ".join(sentences)
    assert all(len(one.split()) <= WORDS_MAX and one.endswith(".") for one in found)
    assert len(found) < len(sentences) / 4


def test_words_without_an_end_are_cut_all_the_same() -> None:
    found = pieces("word " * 500)

    assert [len(one.split()) for one in found] == [80, 80, 80, 80, 80, 80, 20]


def test_a_new_line_at_the_top_leaves_most_passages_of_a_screen_as_they_were() -> None:
    lines = [line(number) for number in range(90)]
    before, after = pieces("\n".join(lines), True), pieces("\n".join(["something new", *lines]), True)

    assert len(before) >= 8
    assert len(set(before) & set(after)) >= len(before) - 2


def test_a_screen_is_kept_whole_and_in_order() -> None:
    text = "\n".join(line(number) for number in range(50))

    assert "\n".join(pieces(text, True)) == text


def test_what_has_hardly_a_letter_means_nothing() -> None:
    assert pieces("12:30\n--- 1/2", True) == []
    assert pieces("") == []
    assert pieces("OK") == []


def test_a_huge_text_has_a_bounded_number_of_passages() -> None:
    assert len(pieces("many words follow each other here. " * 20_000)) == PASSAGES_MAX


def test_a_ticking_clock_is_no_news() -> None:
    assert likeness("Inbox (3)  12:31") == likeness("inbox (14) 12:32")
    assert likeness("Inbox") != likeness("Outbox")
