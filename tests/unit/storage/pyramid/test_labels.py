"""Labels as numbers."""

from storage.pyramid.labels import Labels


def test_a_text_has_one_number_and_none_has_none() -> None:
    labels = Labels()
    numbers = [labels.number(text) for text in ("a", "b", "a", None)]
    assert numbers[0] == numbers[2] != numbers[1]
    assert numbers[3] == -1
    assert [labels.text(number) for number in numbers[:2]] == ["a", "b"]
