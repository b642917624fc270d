"""Fields of a query are put in and taken out without touching the rest."""

import pytest

from app.ui.search.tokens import has, replaced, toggled, token


@pytest.mark.parametrize(
    ("value", "text"), [("firefox", "app:firefox"), ("Visual Studio Code", 'app:"Visual Studio Code"')]
)
def test_values_are_quoted_where_they_need_it(value: str, text: str) -> None:
    assert token("app", value) == text


@pytest.mark.parametrize("value", ["firefox", "Visual Studio Code", 'Say "hi"'])
def test_toggling_twice_changes_nothing(value: str) -> None:
    once = toggled("launch budget", "app", value)
    assert has(once, "app", value)
    assert toggled(once, "app", value) == "launch budget"


def test_case_does_not_matter_and_other_values_stay() -> None:
    assert has("App:Firefox launch", "app", "firefox")
    assert toggled("app:Firefox app:code launch", "app", "firefox") == "app:code launch"


def test_a_new_day_replaces_the_dates_there_were() -> None:
    assert replaced("after:2026-11-01 launch on:today", ("on", "after"), "on", "2026-11-18") == "launch on:2026-11-18"
