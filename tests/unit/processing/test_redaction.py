from processing.processor import Derived
from processing.redaction import redacted
from storage.topics import SCREEN_TEXT, TRANSCRIPT

CARD = "4111 1111 1111 1111"


def test_text_and_lines_lose_it_letter_by_letter() -> None:
    data = {"lines": [{"text": "hello", "box": [0, 0, 1, 1]}, {"text": f"card {CARD}", "box": [0, 1, 1, 1]}]}

    done = redacted(Derived(SCREEN_TEXT, 1, 1, text=f"hello\ncard {CARD}", data=data))

    assert done.text == "hello\ncard ████ ████ ████ ████"
    assert [line["text"] for line in done.data["lines"]] == ["hello", "card ████ ████ ████ ████"]  # type: ignore[call-overload, index, union-attr]
    assert done.data["redacted"] == ["card"]
    assert "4111" not in str(done)


def test_words_lose_it_though_none_alone_is_sensitive() -> None:
    words = [{"word": word, "start_us": 0, "end_us": 1} for word in f"pay {CARD} now".split()]

    done = redacted(Derived(TRANSCRIPT, 1, 1, text=f"pay {CARD} now", data={"words": words}))

    assert [word["word"] for word in done.data["words"]] == ["pay", "████", "████", "████", "████", "now"]  # type: ignore[call-overload, index, union-attr]


def test_what_is_not_sensitive_stays_the_same_object() -> None:
    plain = Derived(SCREEN_TEXT, 1, 1, text="nothing to hide", data={"lines": []})

    assert redacted(plain) is plain
    assert redacted(Derived(SCREEN_TEXT, 1, 1)).text is None
