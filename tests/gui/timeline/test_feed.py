"""The feed: what comes is fetched at once where it is seen, in the past seldom; the same view is not fetched twice."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.timeline.viewport import Viewport, view_of
from app.ui.timeline.feed import SheetFeed
from tests.data.sample_store import Recorded

MINUTE_US = 60_000_000
LANES = ("screen", "applications", "speech")


@pytest.fixture
def feed(day: Recorded, qtbot: QtBot) -> Iterator[SheetFeed]:
    made = SheetFeed(day.storage.store)
    made.begin()
    qtbot.waitUntil(lambda: made.extent is not None and made.idle())
    yield made
    made.stop()


def newest(feed: SheetFeed) -> Viewport:
    assert feed.extent is not None
    return view_of(feed.extent[1] - 30 * MINUTE_US, feed.extent[1] + MINUTE_US, 1_000)


def past(feed: SheetFeed) -> Viewport:
    assert feed.extent is not None
    return view_of(feed.extent[1] - 90 * MINUTE_US, feed.extent[1] - 60 * MINUTE_US, 1_000)


def fetched(feed: SheetFeed, view: Viewport, qtbot: QtBot) -> None:
    feed.show(view, LANES)
    qtbot.waitUntil(lambda: feed.idle() and len(feed.cache.pieces("screen", view)) > 0)


def test_everything_from_afar_comes_before_the_view(day: Recorded, qtbot: QtBot) -> None:
    fresh = SheetFeed(day.storage.store)
    came: list[tuple[bool, int]] = []
    fresh.arrived.connect(lambda: came.append((fresh.cache.overview is not None, len(fresh.cache))))
    fresh.show(view_of(0, 30 * MINUTE_US, 1_000), LANES)
    fresh.begin()
    qtbot.waitUntil(lambda: len(fresh.cache) > 0)
    fresh.stop()
    assert came[0] == (True, 0)


def test_the_newest_is_fetched_again_every_time(feed: SheetFeed, qtbot: QtBot) -> None:
    fetched(feed, newest(feed), qtbot)
    for second in range(1, 4):
        before = feed.cache.epoch
        feed.follow(100.0 + second)
        assert feed.cache.epoch == before + 1
    with qtbot.waitSignal(feed.arrived):
        feed.follow(104.0)


def test_the_past_is_fetched_again_every_few_seconds(feed: SheetFeed, qtbot: QtBot) -> None:
    fetched(feed, past(feed), qtbot)
    feed.follow(100.0)
    before = feed.cache.epoch
    for second in range(1, 5):
        feed.follow(100.0 + second)
    assert feed.cache.epoch == before
    feed.follow(105.5)
    assert feed.cache.epoch == before + 1


def test_what_is_at_hand_is_not_fetched_twice(feed: SheetFeed, qtbot: QtBot) -> None:
    fetched(feed, newest(feed), qtbot)
    feed.show(newest(feed), LANES)
    assert feed.idle()


def test_after_a_deletion_nothing_old_is_left_to_draw(feed: SheetFeed, qtbot: QtBot) -> None:
    view = newest(feed)
    fetched(feed, view, qtbot)
    feed.reload()
    assert feed.cache.pieces("screen", view) == []
    qtbot.waitUntil(lambda: len(feed.cache.pieces("screen", view)) > 0)
