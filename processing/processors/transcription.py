"""Writes down what is said, word by word with times.

Stretches of speech that arrive together are heard in one go, since each look of the model costs the same however
little is in it; every stretch still gets a result of its own, so that the number of results and their identity do not
depend on what happened to arrive together.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from processing.models.parakeet import Parakeet
from processing.models.whisper import Whisper
from processing.processor import Derived, ModelFile, ProcessorSpec, Work
from processing.sound import RATE_HZ, read_mono
from processing.spoken import WINDOW_S, Passage, Transcriber, Word
from storage.events import Event
from storage.topics import PLAYED_VOICE, TRANSCRIPT, VOICE

_SAID = "transcription"
_PLAYED = "transcription/played"
_GAP_S = 0.1
_SEAM_US = 50_000
_NO_SPEECH = 0.6
_LOG_PROBABILITY = -1.0
_COMPRESSION = 2.4
_WORD_PROBABILITY = 0.2
_REPEATS = 4
_LONGEST_REPEAT = 8


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece of work and where its sound lies in what is heard in one go, in seconds."""

    index: int
    event: Event
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Take:
    """Sound to hear in one go."""

    samples: NDArray[np.float32]
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Transcribers:
    """The model for what is said, and the one for what the computer plays, often the same."""

    said: Transcriber
    played: Transcriber


@dataclass(frozen=True, slots=True)
class Transcription:
    """Speech in, one event with words and times per stretch of speech out; none where nothing is understood.

    What the computer plays may be in another language, and have a model of its own; empty is the same as what is said.
    """

    model: str = "tiny.en"
    language: str = "en"
    beam: int = 2
    played_model: str = ""
    played_language: str = ""

    @property
    def spec(self) -> ProcessorSpec:
        return ProcessorSpec(
            name="transcription",
            title="Transcription",
            version="2",
            consumes=(VOICE, PLAYED_VOICE),
            produces=(TRANSCRIPT,),
            family="speech",
            models=((_SAID, self.model), *(((_PLAYED, self.played_model),) if self._apart else ())),
            batch=32,
            timeout_s=120.0,
            priority=20,
            background=False,
            parameters=(
                ("language", self.language),
                ("beam", self.beam),
                *((("played_language", self.played_language),) if self.played_language else ()),
            ),
        )

    @property
    def _apart(self) -> bool:
        return self.played_model not in {"", self.model}

    def load(self, models: Mapping[str, ModelFile]) -> Transcribers:
        said = _loaded(models[_SAID])
        return Transcribers(said, _loaded(models[_PLAYED]) if self._apart else said)

    def derive(self, work: Sequence[Work], model: Transcribers) -> Sequence[Sequence[Derived]]:
        if not (self._apart or self.played_language):
            return self._written(work, model.said, self.language, _SAID)
        said = [piece for piece in work if piece.event.topic != PLAYED_VOICE]
        played = [piece for piece in work if piece.event.topic == PLAYED_VOICE]
        language, which = self.played_language or self.language, _PLAYED if self._apart else _SAID
        of_said = iter(self._written(said, model.said, self.language, _SAID))
        of_played = iter(self._written(played, model.played, language, which))
        return [next(of_played if piece.event.topic == PLAYED_VOICE else of_said) for piece in work]

    def _written(
        self, work: Sequence[Work], model: Transcriber, language: str, which: str
    ) -> Sequence[Sequence[Derived]]:
        results: list[tuple[Derived, ...]] = [() for _ in work]
        heard = list(takes(work))
        written = model.transcribe([take.samples for take in heard], language, self.beam)
        for take, found in zip(heard, written, strict=True):
            passages = [one for one in found if credible(one)]
            words = without_loops([word for passage in passages for word in passage.words])
            spoken_language = passages[0].language if passages else language
            for placed, spoken in _shared_out(words, take.placed):
                if spoken and _certain(spoken):
                    results[placed.index] = (_result(placed, spoken, spoken_language, which),)
        return results


def _loaded(file: ModelFile) -> Transcriber:
    return (Parakeet if Parakeet.holds(file.path) else Whisper).load(file.path, file.device)


def takes(work: Sequence[Work]) -> Iterator[Take]:
    """Join stretches of speech, in order, to sound of at most WINDOW_S, parted by a short silence unless they touch.

    Where not all fit, those that touch stay together if they can: between them somebody is in the middle of a word.
    """
    heard: list[_Heard] = []
    for run in _runs(work):
        if heard and _length_s([*heard, *run]) > WINDOW_S:
            yield _take(heard)
            heard = []
        for one in run:
            if heard and _length_s([*heard, one]) > WINDOW_S:
                yield _take(heard)
                heard = []
            heard.append(one)
    if heard:
        yield _take(heard)


@dataclass(frozen=True, slots=True)
class _Heard:
    """A stretch of speech with its sound, and whether it goes on where the one before ended."""

    index: int
    event: Event
    samples: NDArray[np.float32]
    touches: bool


def _runs(work: Sequence[Work]) -> Iterator[list[_Heard]]:
    run: list[_Heard] = []
    for index, piece in enumerate(work):
        touches = bool(run) and _touches(run[-1].event, piece.event)
        if run and not touches:
            yield run
            run = []
        run.append(_Heard(index, piece.event, _sound(piece), touches))
    if run:
        yield run


def _gap(position: int, one: _Heard) -> int:
    return 0 if position == 0 or one.touches else round(_GAP_S * RATE_HZ)


def _length_s(heard: Sequence[_Heard]) -> float:
    return sum(_gap(position, one) + len(one.samples) for position, one in enumerate(heard)) / RATE_HZ


def _take(heard: Sequence[_Heard]) -> Take:
    pieces: list[NDArray[np.float32]] = []
    placed: list[Placed] = []
    length = 0
    for position, one in enumerate(heard):
        gap = _gap(position, one)
        start = length + gap
        length = start + len(one.samples)
        pieces += [np.zeros(gap, np.float32), one.samples]
        placed.append(Placed(one.index, one.event, start / RATE_HZ, length / RATE_HZ))
    return Take(np.concatenate(pieces), tuple(placed))


def credible(passage: Passage) -> bool:
    """Tell speech from what the model invents over noise, music and silence."""
    if not passage.words or passage.compression > _COMPRESSION:
        return False
    if passage.no_speech > _NO_SPEECH and passage.log_probability < _LOG_PROBABILITY:
        return False
    return _certain(passage.words)


def _certain(words: Sequence[Word]) -> bool:
    return fmean(word.probability for word in words) >= _WORD_PROBABILITY


def without_loops(words: Sequence[Word]) -> list[Word]:
    """Keep one of up to eight words that come four times or more in a row: nobody speaks so, the model does."""
    kept = list(words)
    for size in range(1, _LONGEST_REPEAT + 1):
        start = 0
        while start + size * _REPEATS <= len(kept):
            times = _times_repeated(kept, start, size)
            if times >= _REPEATS:
                del kept[start + size : start + size * times]
            start += 1
    return kept


def _times_repeated(words: Sequence[Word], start: int, size: int) -> int:
    pattern = [_bare(word) for word in words[start : start + size]]
    times = 1
    while [_bare(word) for word in words[start + size * times : start + size * (times + 1)]] == pattern:
        times += 1
    return times


def _bare(word: Word) -> str:
    return "".join(letter for letter in word.text.lower() if letter.isalnum())


def _sound(piece: Work) -> NDArray[np.float32]:
    if piece.media is None:
        return np.zeros(0, np.float32)
    offset_us, duration_us = piece.event.data.get("offset_us", 0), piece.event.data.get("duration_us")
    if not isinstance(offset_us, int) or not isinstance(duration_us, int):
        raise ValueError("a stretch of speech without offset and duration")
    return read_mono(piece.media, offset_us, duration_us)


def _touches(before: Event, after: Event) -> bool:
    same = before.device == after.device and before.topic == after.topic
    return same and abs(after.start_us - before.end_us) <= _SEAM_US


def _shared_out(words: Sequence[Word], placed: Sequence[Placed]) -> Iterator[tuple[Placed, list[Word]]]:
    """Give each word to the stretch that its middle is in, or nearest to."""
    shares: dict[int, list[Word]] = {place.index: [] for place in placed}
    for word in words:
        middle_s = (word.start_s + word.end_s) / 2
        nearest = min(placed, key=lambda place: max(place.start_s - middle_s, middle_s - place.end_s, 0.0))
        shares[nearest.index].append(word)
    for place in placed:
        yield place, shares[place.index]


def _result(placed: Placed, words: Sequence[Word], language: str, which: str) -> Derived:
    event = placed.event
    longest_us = event.end_us - event.start_us

    def within_us(at_s: float) -> int:
        return min(max(round((at_s - placed.start_s) * 1_000_000), 0), longest_us)

    return Derived(
        topic=TRANSCRIPT,
        start_us=event.start_us,
        end_us=event.end_us,
        text="".join(word.text for word in words).strip(),
        data={
            **({"played": True} if event.topic == PLAYED_VOICE else {}),
            "language": language,
            "words": [
                {
                    "word": word.text.strip(),
                    "start_us": within_us(word.start_s),
                    "end_us": within_us(word.end_s),
                    "probability": round(word.probability, 3),
                }
                for word in words
            ],
            "confidence": round(fmean(word.probability for word in words), 3),
        },
        media=event.media,
        models=(which,),
    )
