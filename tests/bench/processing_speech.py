"""Speech: words right, and seconds of sound per second of processor, beside bare faster-whisper in the same run."""

import os
import tempfile
from collections.abc import Callable
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import process_time

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.vad import VadOptions, get_speech_timestamps
from numpy.typing import NDArray

from capture.audio.recording import draft_of
from capture.audio.segments import Segmenter
from processing.models.catalog import Catalog
from processing.processor import Work
from processing.processors.transcription import Transcription
from processing.processors.vad import Vad
from storage.events import Event, new_uid
from storage.topics import MICROPHONE
from tests.data.observed import NOON_US, RATE_HZ, silence, spoken, word_errors

Samples = NDArray[np.float32]
SENTENCES = (
    "Good morning everybody and welcome to the weekly meeting",
    "Please send the quarterly report to the finance department before Friday",
    "We meet again on Thursday afternoon in the large room on the second floor",
    "The purple elephant signed the contract without reading a single page",
    "The train to the airport leaves from the last platform behind the station",
    "Nobody expected the weather to change so quickly in the mountains",
    "Our next release will contain the new search and a faster timeline",
    "Remember to buy some lemons and a blue umbrella on the way home",
    "The doctor said that a short walk in the evening would be enough",
    "She opened the window and listened to the music from the street below",
    "The harbour was quiet when the fishing boats came back at sunrise",
    "You can find the key under the flower pot next to the kitchen door",
    "He asked whether the old bridge would be strong enough for the truck",
    "Most of the visitors stayed longer than they had planned",
    "The library closes early today because of the public holiday",
    "I would like to order the vegetable soup and a glass of water",
    "Their daughter plays the violin in the city orchestra",
    "The engineers found a small crack in the wall of the tunnel",
    "Let us move the discussion about the budget to the next meeting",
    "A strong wind blew the newspapers across the empty square",
    "My grandmother used to tell us stories about the war",
    "The computer restarted several times before the update was finished",
    "There is a letter on your desk from the insurance company",
    "The children collected shells and stones along the beach",
    "We should ask the lawyer before we sign any of these papers",
    "The coffee machine in the hall is broken again",
    "Every summer the farmers sell fresh fruit near the old church",
    "It took the committee a whole month to reach a decision",
    "The lighthouse keeper counted the ships on the horizon",
    "Thank you for your patience and have a pleasant evening",
)
VOICES = (("en-us", 140), ("en-gb", 150), ("en-us", 165))


class Ours:
    """Voice activity and transcription as a worker runs them, on segments as the microphone source cuts them."""

    def __init__(self) -> None:
        catalog = Catalog()
        self.vad, self.transcription = Vad(), Transcription()
        self.ears = self.vad.load({"vad": catalog.find("vad", "silero-v6")})
        self.whisper = self.transcription.load({"transcription": catalog.find("transcription", "tiny.en")})

    def voices(self, segments: list[Work]) -> list[Work]:
        found = []
        for piece, many in zip(segments, self.vad.derive(segments, self.ears), strict=True):
            for one in many:
                event = Event(
                    new_uid(), one.topic, "desk", one.start_us, one.end_us, one.end_us, data=one.data, media=one.media
                )
                found.append(Work(event, piece.media))
        return found

    def text(self, segments: list[Work]) -> str:
        voices, words = self.voices(segments), []
        size = self.transcription.spec.batch
        for start in range(0, len(voices), size):
            for many in self.transcription.derive(voices[start : start + size], self.whisper):
                words += [str(one.text) for one in many]
        return " ".join(words)


class Bare:
    """The library with the same model, one thread, and the options given."""

    def __init__(self) -> None:
        path = Catalog().find("transcription", "tiny.en").path
        self.model = WhisperModel(str(path), device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True)

    def text(self, samples: Samples, **options: object) -> str:
        segments, _ = self.model.transcribe(samples, language="en", word_timestamps=True, **options)  # type: ignore[arg-type]
        return " ".join(segment.text for segment in segments)


def figures() -> list[dict[str, object]]:
    """Return `speech.wer`, `speech.throughput_ratio`, `speech.silence_ratio` and `vad.f1`."""
    ours, bare = Ours(), Bare()
    said, speech = _talk(0)
    sparse = _sparse(speech)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        speech_recorded, sparse_recorded = recorded(speech, folder), recorded(sparse, folder)
        ours.text(speech_recorded[:3])  # warm both up
        bare.text(speech[: 20 * RATE_HZ])
        seconds = len(speech) / RATE_HZ
        our_s, bare_s = _side_by_side(lambda: ours.text(speech_recorded), lambda: bare.text(speech))
        our_sparse_s, bare_sparse_s = _side_by_side(lambda: ours.text(sparse_recorded), lambda: bare.text(sparse))
        f1, bare_f1 = _vad_f1(ours, folder)
        wer, bare_wer = _word_errors(ours, bare, folder)
    words = 2 * len(VOICES) * len(said.split())
    return [
        _figure("speech.wer", wer, "share of words wrong", bare_wer, wer / max(bare_wer, 1e-9), words),
        _figure(
            "speech.throughput_ratio",
            (seconds / our_s) / (seconds / bare_s),
            "our speed / faster-whisper's",
            seconds / bare_s,
            bare_s / our_s,
            round(seconds),
        ),
        _figure(
            "speech.silence_ratio",
            bare_sparse_s / our_sparse_s,
            "our speed / faster-whisper's, four fifths silence",
            len(sparse) / RATE_HZ / bare_sparse_s,
            bare_sparse_s / our_sparse_s,
            round(len(sparse) / RATE_HZ),
        ),
        _figure("vad.f1", f1, "F1 of 10 ms frames", bare_f1, f1 / bare_f1, 10),
    ]


def _word_errors(ours: Ours, bare: Bare, folder: Path) -> tuple[float, float]:
    """Each sentence in each voice, in a quiet room and with hiss: one talk alone would be a matter of luck."""
    said, our_text, bare_text = [], [], []
    for turn in range(len(VOICES)):
        text, speech = _talk(turn)
        for samples in (speech, speech + _hiss(len(speech))):
            said.append(text)
            our_text.append(ours.text(recorded(samples, folder)))
            bare_text.append(bare.text(samples, vad_filter=True))
    whole = " ".join(said)
    return word_errors(whole, " ".join(our_text)), word_errors(whole, " ".join(bare_text))


def recorded(samples: Samples, folder: Path) -> list[Work]:
    """Sound cut and stored as the microphone source does it."""
    segmenter = Segmenter(RATE_HZ, 3.0, 8.0, 0.0005)
    found = []
    for segment in [*segmenter.feed(0, (samples * 32767).astype(np.int16)), *segmenter.flush()]:
        start_us = NOON_US + segment.start * 1_000_000 // RATE_HZ
        end_us = NOON_US + segment.end * 1_000_000 // RATE_HZ
        draft = draft_of(MICROPHONE, segment, start_us, end_us, "bench")
        path = folder / f"{new_uid().hex()}.flac"
        if draft.content is not None:
            path.write_bytes(draft.content)
        event = Event(new_uid(), MICROPHONE, "desk", start_us, end_us, end_us, data=draft.data)
        found.append(Work(event, path if draft.content is not None else None))
    return found


def _talk(turn: int) -> tuple[str, Samples]:
    """All sentences, in changing voices, with half a second between them, in the noise of a quiet room.

    `turn` is the place in VOICES of the one that begins.
    """
    parts, said = [], []
    for sentence, (voice, speed) in zip(SENTENCES, islice(cycle(VOICES), turn, None), strict=False):
        parts += [spoken(sentence, voice=voice, speed=speed, before_s=0, after_s=0), silence(0.5)]
        said.append(sentence)
    whole = np.concatenate(parts)
    return " ".join(said), whole + _room(len(whole))


def _sparse(speech: Samples) -> Samples:
    """The same talk in four parts, after each of which nobody speaks for four times as long."""
    parts = []
    for part in np.array_split(speech, 4):
        parts += [part, _room(4 * len(part))]
    return np.concatenate(parts)


def _hiss(count: int) -> Samples:
    """A cheap microphone: white noise at -54 dB."""
    return np.random.default_rng(8).normal(0, 0.002, count).astype(np.float32)


def _room(count: int) -> Samples:
    """A quiet room at night: pink noise at -50 dB."""
    noise = np.fft.rfft(np.random.default_rng(7).normal(size=count))
    noise[1:] /= np.sqrt(np.arange(1, len(noise)))
    noise[0] = 0
    samples = np.fft.irfft(noise, count)
    return (samples / samples.std() * 0.003).astype(np.float32)


def _vad_f1(ours: Ours, folder: Path) -> tuple[float, float]:
    """Our spans and the library's, with the same margins and pauses, against where there was sound."""
    parts, truth = [silence(1)], [np.zeros(100, bool)]
    for sentence in SENTENCES[:10]:
        sound = spoken(sentence, before_s=0, after_s=0)
        sound = sound[: len(sound) // 160 * 160]
        parts += [sound, silence(2)]
        truth += [np.ones(len(sound) // 160, bool), np.zeros(200, bool)]
    samples, spoken_frames = np.concatenate(parts), np.concatenate(truth)
    mine = np.zeros(len(spoken_frames), bool)
    for piece in ours.voices(recorded(samples, folder)):
        mine[(piece.event.start_us - NOON_US) // 10_000 : (piece.event.end_us - NOON_US) // 10_000] = True
    theirs = np.zeros(len(spoken_frames), bool)
    options = VadOptions(min_silence_duration_ms=700, speech_pad_ms=200)
    for span in get_speech_timestamps(samples, options):
        theirs[span["start"] // 160 : span["end"] // 160] = True
    return _f1(spoken_frames, mine), _f1(spoken_frames, theirs)


def _f1(truth: NDArray[np.bool_], found: NDArray[np.bool_]) -> float:
    return float(2 * (truth & found).sum() / (truth.sum() + found.sum()))


def _side_by_side(ours: Callable[[], str], bare: Callable[[], str]) -> tuple[float, float]:
    """Processor seconds of each: ours is the median of a run before and two after the library's one long run."""
    before_s = _timed(ours)
    bare_s = _timed(bare)
    return median((before_s, _timed(ours), _timed(ours))), bare_s


def _timed(work: Callable[[], str]) -> float:
    began_s = process_time()
    work()
    return process_time() - began_s


def _figure(name: str, value: float, unit: str, reference: float, ratio: float, samples: int) -> dict[str, object]:
    return {
        "figure": name,
        "value": round(value, 4),
        "unit": unit,
        "reference": round(reference, 4),
        "ratio": round(ratio, 3),
        "samples": samples,
    }
