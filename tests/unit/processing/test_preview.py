"""Guesses of a real model in a real worker process, over sound that grows."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest

from processing.models.catalog import Catalog
from processing.preview import Guess, Preview, Sound
from processing.processor import Work
from processing.settings import TranscriptionSettings
from storage.events import Event
from storage.topics import VOICE
from tests.data.observed import RATE_HZ, silence, spoken, until

SAID = "We meet again on Thursday afternoon in the large room"


@dataclass
class Microphone:
    """What would be heard, and whether there is time to listen."""

    sound: Sound = (0, np.zeros(0, np.int16))
    leisure: bool = True
    charged_s: list[float] = field(default_factory=list)

    def hear(self, start: int, samples: np.ndarray) -> None:
        self.sound = (start, (samples * 32767).astype(np.int16))

    def at_leisure(self) -> bool:
        return self.leisure

    def charge(self, cpu_s: float) -> None:
        self.charged_s.append(cpu_s)


@pytest.fixture
def microphone() -> Microphone:
    return Microphone()


@pytest.fixture
def preview(microphone: Microphone) -> Iterator[Preview]:
    made = Preview(lambda: microphone.sound, microphone, TranscriptionSettings(), Catalog())
    yield made
    made.close()


def test_words_are_shown_while_they_are_spoken_and_go_with_the_sound(preview: Preview, microphone: Microphone) -> None:
    speech = spoken(SAID)
    microphone.hear(0, speech[: 2 * RATE_HZ])
    until(lambda: "meet" in preview.text().lower())
    assert "room" not in preview.text().lower()
    microphone.hear(0, speech)
    until(lambda: "room" in preview.text().lower())
    assert preview.worker_pid is not None
    assert sum(microphone.charged_s) > 0
    microphone.hear(0, silence(0))
    until(lambda: preview.text() == "")


def test_the_worker_leaves_when_nobody_speaks_although_the_window_is_looked_at(microphone: Microphone) -> None:
    preview = Preview(lambda: microphone.sound, microphone, TranscriptionSettings(), Catalog(), idle_s=0.1)
    try:
        microphone.hear(0, spoken(SAID))
        until(lambda: preview.text() != "")
        microphone.hear(0, silence(4))
        until(lambda: preview.text() == "" and preview.worker_pid is None)
        microphone.hear(100_000, spoken(SAID))
        until(lambda: preview.text() != "")
    finally:
        preview.close()


def test_whoever_waits_for_speech_goes_first(preview: Preview, microphone: Microphone) -> None:
    microphone.leisure = False
    microphone.hear(0, spoken(SAID))
    assert preview.text() == ""
    microphone.leisure = True
    until(lambda: preview.text() != "")


def test_off_means_off(preview: Preview, microphone: Microphone) -> None:
    preview.apply(TranscriptionSettings(live=False))
    microphone.hear(0, spoken(SAID))
    assert preview.text() == ""
    assert preview.worker_pid is None


def test_noise_is_no_word() -> None:
    catalog, guess = Catalog(), Guess()
    ear = guess.load({task: catalog.find(task, name) for task, name in guess.spec.models})
    noise = (np.random.default_rng(5).normal(0, 0.05, 4 * RATE_HZ) * 32767).astype(np.int16)
    event = Event(b"n" * 16, VOICE, "preview", 0, 4_000_000, 0, data={"sound": _packed(noise)})

    assert guess.derive([Work(event, None)], ear) == [()]


def _packed(samples: np.ndarray) -> str:
    return b64encode(samples.tobytes()).decode()
