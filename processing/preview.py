"""Shows what is being said before it is cut, kept and written down for good: a guess that is thrown away.

Every two seconds at most, in a worker process of its own that steps back behind everybody, and only while somebody
looks, something was said since, and the pipeline has no speech to work on. Nothing of it is stored.
"""

import logging
import threading
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from processing.models.catalog import Catalog
from processing.models.silero import Silero, fresh_state
from processing.processor import Derived, ModelFile, ModelUnavailableError, ProcessorSpec, Work
from processing.processors.transcription import Transcription, credible
from processing.processors.vad import Vad, steady
from processing.settings import TranscriptionSettings
from processing.sound import RATE_HZ
from processing.spoken import Transcriber
from processing.worker_main import Request
from processing.worker_process import WorkerLostError, WorkerProcess
from storage.events import Event
from storage.loudness import rise
from storage.topics import TRANSCRIPT, VOICE

_log = logging.getLogger(__name__)

_EVERY_S: Final = 2.0
_SHOWN_ROUNDS: Final = 2
"""So long a guess is shown that no other follows: until its words are written down for good."""
_TIMEOUT_S: Final = 30.0
_NICE: Final = 12
_SHORTEST: Final = RATE_HZ
_NEWS: Final = RATE_HZ // 2

Sound = tuple[int, NDArray[np.int16]]
"""Number of the first sample, and samples at 16 kHz."""


class Leisure(Protocol):
    """Whoever knows whether there is time for a preview, and keeps the account of processor time."""

    def at_leisure(self) -> bool:
        """Tell whether a preview would keep nobody waiting."""
        ...

    def charge(self, cpu_s: float) -> None:
        """Take processor time from the account."""
        ...


@dataclass(frozen=True, slots=True)
class Ear:
    """Both models: one to tell whether somebody speaks, one for the words."""

    voice: Silero
    words: Transcriber


@dataclass(frozen=True, slots=True)
class Guess:
    """Sound in an event's data in, its text out; asked directly, never by the pipeline."""

    transcription: Transcription = Transcription()  # noqa: RUF009 - frozen
    vad: Vad = Vad()  # noqa: RUF009 - frozen

    @property
    def spec(self) -> ProcessorSpec:
        return ProcessorSpec(
            name="preview",
            title="Preview",
            version="1",
            consumes=(VOICE,),
            produces=(TRANSCRIPT,),
            family="preview",
            models=(*self.vad.spec.models, *self.transcription.spec.models),
        )

    def load(self, models: Mapping[str, ModelFile]) -> Ear:
        return Ear(self.vad.load(models).model, self.transcription.load(models).said)

    def derive(self, work: Sequence[Work], model: Ear) -> Sequence[Sequence[Derived]]:
        return [self._heard(piece.event, model) for piece in work]

    def _heard(self, event: Event, ear: Ear) -> tuple[Derived, ...]:
        samples = np.frombuffer(b64decode(str(event.data["sound"])), np.int16).astype(np.float32) / np.float32(32768)
        probabilities, _ = ear.voice.probabilities(samples, fresh_state())
        if not np.any(probabilities >= self.vad.threshold):
            return ()
        (passages,) = ear.words.transcribe([samples], self.transcription.language, 1)
        text = "".join(word.text for passage in passages if credible(passage) for word in passage.words).strip()
        return (Derived(TRANSCRIPT, event.start_us, event.end_us, text),) if text else ()


class Preview:
    """Guesses what is being said. Any thread may ask; the answer is instant, and what was guessed last."""

    def __init__(
        self,
        sound: Callable[[], Sound],
        leisure: Leisure,
        settings: TranscriptionSettings,
        catalog: Catalog,
        *,
        idle_s: float = 60.0,
    ) -> None:
        """`sound` is what the microphone holds; after `idle_s` without a word the worker frees its memory."""
        self._sound = sound
        self._leisure = leisure
        self._catalog = catalog
        self._idle_s = idle_s
        self._apply(settings)
        self._worker = WorkerProcess("daytrail-preview", _NICE, False)
        self._text = ""
        self._looked_at = threading.Event()
        self._closed = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    @property
    def worker_pid(self) -> int | None:
        """Process id of the worker, None while there is none."""
        return self._worker.pid

    def apply(self, settings: TranscriptionSettings) -> None:
        """Follow changed settings from the next guess on."""
        with self._lock:
            self._apply(settings)

    def text(self) -> str:
        """Return what is being said, "" where nobody speaks or nothing may be guessed; keeps the guessing going."""
        with self._lock:
            if self._closed.is_set() or not self._wanted:
                return ""
            self._looked_at.set()
            if self._thread is None:  # one thread of its own: the worker dies with the thread that started it
                self._thread = threading.Thread(target=self._run, name="preview", daemon=True)
                self._thread.start()
            return self._text

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            self._closed.set()
            thread = self._thread
        self._looked_at.set()
        if thread is not None:
            self._worker.kill()
            thread.join()

    def _apply(self, settings: TranscriptionSettings) -> None:
        self._wanted = settings.enabled and settings.live
        self._guess = Guess(Transcription(settings.model, settings.language, 1))

    def _run(self) -> None:
        heard: Sound = (-1, np.zeros(0, np.int16))
        quiet = 0
        while not self._closed.is_set():
            if not self._looked_at.wait(self._idle_s if self._worker.pid is not None else None):
                self._worker.leave()
                continue
            self._looked_at.clear()
            start, samples = self._sound()
            news = start != heard[0] or len(samples) - len(heard[1]) >= _NEWS
            guess = ""
            if len(samples) >= _SHORTEST and news and self._worth(samples) and self._leisure.at_leisure():
                try:
                    guess = self._guessed(samples)
                    heard = (start, samples)
                except WorkerLostError as error:  # the same sound is tried again
                    if not self._closed.is_set():
                        _log.info("no preview of speech: %s", error)
            quiet = 0 if guess else quiet + 1
            if quiet * _EVERY_S >= self._idle_s:
                self._worker.leave()
            if guess or not len(samples) or quiet > _SHOWN_ROUNDS:
                self._text = guess
            self._closed.wait(_EVERY_S)
        self._worker.leave()

    @staticmethod
    def _worth(samples: NDArray[np.int16]) -> bool:
        return not steady(rise(samples, RATE_HZ))

    def _guessed(self, samples: NDArray[np.int16]) -> str:
        with self._lock:
            guess = self._guess
        before_s = self._worker.cpu_s()
        try:
            models = {task: self._catalog.find(task, name) for task, name in guess.spec.models}
            sound = b64encode(samples.tobytes()).decode()
            event = Event(b"p" * 16, VOICE, "preview", 0, len(samples) * 1_000_000 // RATE_HZ, 0, data={"sound": sound})
            answer = self._worker.ask(Request(guess, models, (Work(event, None),)), _TIMEOUT_S)
        except ModelUnavailableError as error:
            _log.info("no preview of speech: %s", error)
            return ""
        self._leisure.charge(max(0.0, self._worker.cpu_s() - before_s))
        return " ".join(str(one.text) for many in answer.results for one in many)
