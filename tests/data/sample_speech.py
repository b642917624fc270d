"""Recordings of a made-up working day: FLAC that sounds like murmur, with the words that are said in it."""

import io
from dataclasses import dataclass
from random import Random

import numpy as np
import soundfile
from numpy.typing import NDArray

RATE_HZ = 16_000
SEGMENT_S = 30
ENVELOPE_HZ = 20

SENTENCES = (
    "so if we move the launch to the second week we still have time for the review and the budget stays where it was",
    "the budget stays where it was",
    "I will send the notes after lunch",
    "sounds good",
    "who presents the demo and on which machine",
    "the survey closes on Friday and the results go to the whole team on Monday",
    "let us keep the venue and drop the printed programme",
    "can you hear me now",
    "two suppliers have not answered yet",
    "remember to buy milk on the way home",
    "I would rather ship the smaller version first",
    "that is all from my side",
)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence within a recording: when it begins and ends, and its words (text, start, end), in microseconds."""

    start_us: int
    end_us: int
    text: str
    words: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Recording:
    """Half a minute of sound: FLAC bytes, envelope (0 to 255), peak, and what is said."""

    flac: bytes
    envelope: tuple[int, ...]
    peak: float
    said: tuple[Said, ...]


def record(chance: Random) -> Recording:
    """Return half a minute with two to four sentences."""
    sound = np.random.default_rng(chance.randrange(2**32)).normal(0, 0.002, RATE_HZ * SEGMENT_S)
    said = []
    at_s = chance.uniform(0.5, 3.0)
    for text in chance.sample(SENTENCES, chance.randint(2, 4)):
        words, loud = [], chance.uniform(0.05, 0.3)
        for word in text.split():
            length_s = 0.09 + 0.055 * len(word) * chance.uniform(0.8, 1.2)
            if at_s + length_s > SEGMENT_S - 0.5:
                break
            _murmur(sound, at_s, length_s, loud * chance.uniform(0.4, 1.3), chance)
            words.append((word, round(at_s * 1e6), round((at_s + length_s) * 1e6)))
            at_s += length_s + chance.uniform(0.02, 0.09)
        if words:
            said.append(Said(words[0][1], words[-1][2], " ".join(word for word, _, _ in words), tuple(words)))
        at_s += chance.uniform(0.8, 3.0)
    out = io.BytesIO()
    soundfile.write(out, sound.astype(np.float32), RATE_HZ, format="FLAC", subtype="PCM_16")
    blocks = np.abs(sound).reshape(-1, RATE_HZ // ENVELOPE_HZ).max(axis=1)
    envelope = tuple(int(value) for value in np.clip(blocks * 255, 0, 255))
    return Recording(out.getvalue(), envelope, float(blocks.max()), tuple(said))


def _murmur(sound: NDArray[np.float64], start_s: float, length_s: float, loud: float, chance: Random) -> None:
    """Add a voiced syllable: harmonics of a low tone under a smooth hull."""
    first, count = int(start_s * RATE_HZ), int(length_s * RATE_HZ)
    time_s = np.arange(count) / RATE_HZ
    pitch_hz = chance.uniform(105, 140)
    wave = sum(np.sin(2 * np.pi * pitch_hz * n * time_s) / n for n in range(1, 9))
    sound[first : first + count] += np.asarray(wave) * np.hanning(count) * loud
