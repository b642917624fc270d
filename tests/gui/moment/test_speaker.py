"""Sound from a moment on, on a thread of its own; without a device the owner is told and pictures go on."""

import threading

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.timeline.soundtrack import Samples, Soundtrack
from app.ui.moment.speaker import RATE_HZ, OutputError, Speaker
from storage.store import EventQuery
from storage.topics import TRANSCRIPT
from tests.data.sample_store import MEETING_US, Recorded


class Heard:
    """An output that keeps what it is given, ten blocks at most, and then waits until it is closed."""

    def __init__(self) -> None:
        self.blocks: list[Samples] = []
        self.full, self.closed = threading.Event(), threading.Event()

    def write(self, samples: Samples) -> None:
        if len(self.blocks) < 10:
            self.blocks.append(samples.copy())
        else:
            self.full.set()

    def close(self) -> None:
        self.closed.set()


@pytest.fixture
def track(day: Recorded) -> Soundtrack:
    return Soundtrack(day.storage.store, day.media)


def test_the_recording_is_heard_from_the_moment_on(track: Soundtrack, day: Recorded, qtbot: QtBot) -> None:
    spoken = day.storage.store.events(EventQuery((TRANSCRIPT,), MEETING_US, limit=1))[0]
    heard = Heard()
    speaker = Speaker(track, lambda: heard)
    try:
        speaker.play(spoken.start_us, 1.0)
        qtbot.waitUntil(heard.full.is_set)
        speaker.silence()
        qtbot.waitUntil(heard.closed.is_set)
    finally:
        speaker.stop()
    sound = np.concatenate(heard.blocks)
    assert len(sound) == RATE_HZ
    wanted = Soundtrack(day.storage.store, day.media).samples(spoken.start_us, 1_000_000, RATE_HZ)
    assert np.abs(wanted).max() > 0.05
    assert sound == pytest.approx(wanted, abs=0.05)


def test_without_a_device_the_owner_is_told(track: Soundtrack, qtbot: QtBot) -> None:
    def none() -> Heard:
        raise OutputError("This computer has no sound output: pictures only.")

    speaker = Speaker(track, none)
    try:
        with qtbot.waitSignal(speaker.unavailable) as caught:
            speaker.play(MEETING_US, 1.0)
    finally:
        speaker.stop()
    assert caught.args == ["This computer has no sound output: pictures only."]


def test_at_sixteen_times_nothing_is_played(track: Soundtrack) -> None:
    opened = []
    speaker = Speaker(track, lambda: opened.append(1) or Heard())
    speaker.play(MEETING_US, 16.0)
    speaker.stop()
    assert not opened
