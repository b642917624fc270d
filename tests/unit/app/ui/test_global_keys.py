"""Keys that work everywhere: which are listened for, what they tell, and what is said where they cannot be."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from app.ui.global_keys import GlobalKeys, GlobalKeysError

PAUSE, BOOKMARK = "<ctrl>+<alt>+p", "<ctrl>+<alt>+b"


class Recorder:
    """Opens listeners that only remember."""

    def __init__(self) -> None:
        self.keys: dict[str, Callable[[], None]] = {}
        self.stopped = 0

    def open(self, keys: dict[str, Callable[[], None]]) -> "Recorder":
        self.keys = keys
        return self

    def stop(self) -> None:
        self.stopped += 1

    def join(self, timeout: float | None = None) -> None:
        del timeout


def test_each_combination_tells_what_it_is_for(qtbot: QtBot) -> None:
    recorder = Recorder()
    keys = GlobalKeys(open_listener=recorder.open)
    keys.use(PAUSE, BOOKMARK)
    qtbot.waitUntil(lambda: keys.listening)
    with qtbot.waitSignal(keys.pauseToggled):
        recorder.keys[PAUSE]()
    with qtbot.waitSignal(keys.bookmarkWanted):
        recorder.keys[BOOKMARK]()
    keys.use("", BOOKMARK)
    qtbot.waitUntil(lambda: list(recorder.keys) == [BOOKMARK])
    assert recorder.stopped == 1
    keys.stop()
    assert not keys.listening
    assert recorder.stopped == 2


def test_what_cannot_be_listened_to_is_said(qtbot: QtBot) -> None:
    def refuse(keys: dict[str, Callable[[], None]]) -> Recorder:
        raise GlobalKeysError(f"no {len(keys)} keys")

    keys = GlobalKeys(open_listener=refuse)
    with qtbot.waitSignal(keys.failed) as caught:
        keys.use(PAUSE, BOOKMARK)
    assert caught.args == ["no 2 keys"]
    assert not keys.listening


@pytest.mark.parametrize("times", [1, 3])
def test_the_same_keys_are_opened_once(qtbot: QtBot, times: int) -> None:
    opened: list[int] = []
    recorder = Recorder()

    def count(keys: dict[str, Callable[[], None]]) -> Recorder:
        opened.append(1)
        return recorder.open(keys)

    keys = GlobalKeys(open_listener=count)
    for _ in range(times):
        keys.use(PAUSE, "")
    qtbot.waitUntil(lambda: keys.listening)
    assert len(opened) == 1
    keys.stop()


def test_one_combination_that_cannot_be_read_does_not_take_the_other_with_it(qtbot: QtBot) -> None:
    recorder = Recorder()

    def choosy(keys: dict[str, Callable[[], None]]) -> Recorder:
        if "<nokey>" in keys:
            raise GlobalKeysError("Not a combination of keys: <nokey>.", ("<nokey>",))
        return recorder.open(keys)

    keys = GlobalKeys(open_listener=choosy)
    with qtbot.waitSignal(keys.failed) as caught:
        keys.use("<nokey>", BOOKMARK)
    assert BOOKMARK not in caught.args[0]
    qtbot.waitUntil(lambda: keys.listening)
    assert list(recorder.keys) == [BOOKMARK]
    keys.stop()
