import sys

import pytest

from capture.activity import Signal
from capture.health import SourceUnavailableError
from capture.sources.input import InputSettings, InputSource, _Heard
from capture.windows.protocol import Window
from tests.unit.capture.surroundings import Around


@pytest.mark.skipif(sys.platform != "linux", reason="speaks of an X11 session")
def test_without_a_display_there_is_nothing_to_count(around: Around, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(SourceUnavailableError, match="no display"):
        InputSource(InputSettings()).run(around.context())


def test_what_is_heard_is_counted_and_told_to_the_others(around: Around) -> None:
    heard = _Heard(around.context())
    heard.key()
    around.clock.pass_s(0.5)
    heard.click(10, 20, "left")
    heard.scroll()
    counts = heard.counter.take()
    assert counts is not None
    assert (counts.keys, counts.clicks, counts.scrolls) == (1, 1, 1)
    assert around.activity.signals() == {Signal.KEY: 1_000.0, Signal.CLICK: 1_000.5, Signal.SCROLL: 1_000.5}


def test_what_is_done_in_an_excluded_window_is_not_counted(around: Around) -> None:
    heard = _Heard(around.context())
    around.activity.focused(Window(1, "Keys", "My vault"), 0)
    heard.key()
    heard.click(10, 20, "left")
    assert heard.counter.take() is None
    around.activity.focused(Window(2, "Editor", "garden.txt"), 1)
    heard.key()
    assert heard.counter.take() is not None
