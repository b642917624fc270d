"""A real sound server and a real model: words are there while they are spoken, and gone when recording is paused."""

import threading

import pytest

from app.demo.desktop import VirtualDesktop
from app.demo.waiting import until
from capture.health import SourceState
from processing.models.catalog import Catalog
from processing.preview import Preview
from processing.settings import TranscriptionSettings
from tests.integration.capture.rig import Rig


class Leisure:
    """Nothing else waits."""

    def at_leisure(self) -> bool:
        return True

    def charge(self, cpu_s: float) -> None:
        assert cpu_s >= 0


@pytest.mark.slow
def test_words_are_guessed_while_they_are_spoken(rig: Rig, desktop: VirtualDesktop) -> None:
    recorder = rig.start(microphone={"longest_s": 30, "shortest_s": 20})
    rig.until_state("microphone", SourceState.RECORDING)
    preview = Preview(recorder.live.now, Leisure(), TranscriptionSettings(), Catalog())
    try:
        sentence = "We should plant the apple trees behind the old library before the winter comes."
        speaking = threading.Thread(target=lambda: [desktop.say(sentence) for _ in range(3)])
        speaking.start()
        until(lambda: "apple" in preview.text().lower(), "a guess")
        speaking.join()
        recorder.pause()
        until(lambda: not recorder.live.now()[1].size and not preview.text(), "nothing to hear")
    finally:
        preview.close()
