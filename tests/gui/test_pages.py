"""The pages: each is made once, when needed or at leisure, in the theme that is on, and says what it has to say."""

import pytest
from pytestqt.qtbot import QtBot

from app.ui.main_window import MainWindow
from app.ui.pages import Pages, local_time
from app.ui.theme import LIGHT
from tests.data.sample_store import MEETING_US

KEYS = ("timeline", "search", "day", "query", "sources", "settings")


@pytest.fixture
def pages(window: MainWindow) -> Pages:
    window.pages._leisure.stop()
    return window.pages


def test_a_page_is_made_when_it_is_needed_and_only_once(pages: Pages) -> None:
    missing = next(key for key in KEYS if key not in pages.made)
    pages.show_page(missing)
    made = pages.made[missing]
    assert pages.current == missing
    pages.show_page("timeline")
    pages.show_page(missing)
    assert pages.made[missing] is made is pages.currentWidget()


def test_at_leisure_the_others_are_made_and_nothing_is_left_to_do(window: MainWindow, qtbot: QtBot) -> None:
    pages = window.pages
    pages._leisure.setInterval(1)
    pages._leisure.start()
    qtbot.waitUntil(lambda: not pages._leisure.isActive())
    assert set(pages.made) == set(KEYS)
    assert pages.current == "timeline"


def test_while_the_window_is_hidden_nothing_is_made(window: MainWindow, pages: Pages) -> None:
    window.hide()
    before = set(pages.made)
    pages._make_another()
    assert set(pages.made) == before


def test_a_page_made_later_has_the_theme_chosen_before(pages: Pages) -> None:
    pages.set_theme(LIGHT)
    assert pages.settings._theme is LIGHT
    assert pages.sources._theme is LIGHT


def test_what_any_page_says_is_passed_on(pages: Pages, qtbot: QtBot) -> None:
    for page in (pages.timeline, pages.search, pages.sources):
        with qtbot.waitSignal(pages.said) as said:
            page.said.emit("done")
        assert said.args == ["done"]


def test_queries_are_given_the_selection_else_what_is_in_view(pages: Pages) -> None:
    navigator = pages.timeline.navigator
    pages.timeline.go_to(MEETING_US, 3_600_000_000)
    assert pages._given()["selection_start"] == local_time(navigator.viewport.start_us)
    navigator.select((MEETING_US, MEETING_US + 1_000_000))
    given = pages._given()
    assert given["selection_start"] == local_time(MEETING_US)
    assert given["selection_end"] == local_time(MEETING_US + 1_000_000)
    assert given["day"] == local_time(MEETING_US).date()


def test_every_place_of_the_rail_has_a_page_and_a_key_of_its_own(pages: Pages) -> None:
    places = pages.places()
    assert [place.key for place in places] == list(KEYS)
    assert len({place.shortcut for place in places}) == len(places)
