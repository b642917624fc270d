"""Category rules: read, refused, applied in order, summed up the tree."""

import pytest

from app.day.categories import DEFAULT_RULES, Categories, Rule, RuleError, category_times, path_of, rule_of


def test_a_rule_is_read_and_written_back() -> None:
    rule = rule_of("Work > Programming: code|terminal")
    assert rule == Rule(("Work", "Programming"), "code|terminal")
    assert rule_of(rule.text()) == rule
    assert path_of(" a › b>c ") == ("a", "b", "c")


@pytest.mark.parametrize("text", [": code", "Work: (", "  "])
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(RuleError):
        rule_of(text)


def test_every_default_rule_can_be_used() -> None:
    assert all(rule_of(text).text() == text for text in DEFAULT_RULES)


def test_the_first_rule_that_fits_decides_whatever_the_case() -> None:
    categories = Categories([Rule(("Video",), "youtube"), Rule(("Web",), "firefox"), Rule(("Empty",), "")])
    assert categories.of("Firefox", "YouTube") == ("Video",)
    assert categories.of("firefox", "News") == ("Web",)
    assert categories.of("Files", "Pictures") == ()


def test_times_are_summed_up_the_tree_with_the_rest_last() -> None:
    categories = Categories([rule_of("Work › Code: code"), rule_of("Work › Mail: mail"), rule_of("Play: game")])
    windows = [("Code", "a", 60.0), ("Mail", "b", 30.0), ("Game", "c", 100.0), ("Files", "d", 500.0)]
    found = [(each.path, each.seconds) for each in category_times(windows, categories)]
    assert found == [
        (("Play",), 100.0),
        (("Work",), 90.0),
        (("Work", "Code"), 60.0),
        (("Work", "Mail"), 30.0),
        ((), 500.0),
    ]
    assert category_times([], categories) == []
