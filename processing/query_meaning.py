"""Finds what a search means, in a worker process that starts with the first search and leaves when idle."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future
from queue import Empty, SimpleQueue
from typing import Final

import numpy as np

from processing.models.catalog import Catalog
from processing.processor import ModelFile, ModelUnavailableError, Work
from processing.processors.embedding import Embedding
from processing.settings import EmbeddingSettings
from processing.worker_main import Request
from processing.worker_process import WorkerLostError, WorkerProcess
from storage.events import Event
from storage.store import Meaning
from storage.topics import NOTE
from storage.vectors import Vector, passages_of, similarities

_log = logging.getLogger(__name__)

_TIMEOUT_S: Final = 60.0
_REMEMBERED: Final = 64
_NEWS: Final = 0.25
"""How much closer than texts that have nothing to do with each other a text must be to count as alike."""
_UNRELATED: Final = (
    "The train to the coast leaves at nine.",
    "Add two spoons of sugar and stir.",
    "The function returns an empty list.",
    "Our team lost the final by one goal.",
    "Please sign the attached contract.",
    "A volcano erupted under the ice.",
    "She plays the violin in an orchestra.",
    "The battery of the phone is empty.",
)

_Question = tuple[str, "Future[Meaning | None]"]


class QueryMeaning:
    """Finds what a search means. Any thread may ask; the answer takes some milliseconds, the first a second.

    Without the model, or when it is turned off, the answer is None: search by words alone.
    """

    def __init__(self, settings: EmbeddingSettings, catalog: Catalog | None = None, *, idle_s: float = 60.0) -> None:
        self._processor = Embedding(settings.model)
        self._enabled = settings.enabled
        self._catalog = Catalog() if catalog is None else catalog
        self._idle_s = idle_s
        self._worker = WorkerProcess("daytrail-query", 0, False)
        self._questions: SimpleQueue[_Question | None] = SimpleQueue()
        self._known: OrderedDict[str, Meaning] = OrderedDict()
        self._floor: float | None = None
        self._trouble = ""
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    def apply(self, settings: EmbeddingSettings) -> None:
        """Follow changed settings from the next search on."""
        with self._lock:
            if (settings.model, settings.enabled) != (self._processor.model, self._enabled):
                self._processor, self._enabled = Embedding(settings.model), settings.enabled
                self._known.clear()
                self._floor = None

    @property
    def worker_pid(self) -> int | None:
        """Process id of the worker, None while there is none."""
        return self._worker.pid

    def ready(self, text: str) -> Meaning | None:
        """Return what a text means if that is known already; instant."""
        with self._lock:
            return self._known.get(text)

    def find(self, text: str) -> Meaning | None:
        """Return what a text means, None where nobody can tell now; waits for the worker."""
        known = self.ready(text)
        if known is not None or not text.strip():
            return known
        answer: Future[Meaning | None] = Future()
        with self._lock:
            if self._closed or not self._enabled:
                return None
            if self._thread is None:  # one thread of its own: the worker dies with the thread that started it
                self._thread = threading.Thread(target=self._run, name="query-meaning", daemon=True)
                self._thread.start()
            self._questions.put((text, answer))
        return answer.result()

    def close(self) -> None:
        """End the worker; questions under way are answered with None."""
        with self._lock:
            self._closed = True
            thread = self._thread
        if thread is not None:
            self._worker.kill()
            self._questions.put(None)
            thread.join()

    def _run(self) -> None:
        try:
            while True:
                try:
                    question = self._questions.get(timeout=self._idle_s if self._worker.pid is not None else None)
                except Empty:
                    self._worker.leave()
                    continue
                if question is None:
                    break
                self._serve(*question)
            self._worker.leave()
        finally:
            self._dismiss()

    def _serve(self, text: str, answer: "Future[Meaning | None]") -> None:
        """Answer one question, whatever happens: who asked waits without a limit."""
        found = None
        try:
            found = self._answer(text)
        finally:
            answer.set_result(found)

    def _dismiss(self) -> None:
        """Tell who still waits that there is no answer; the next question starts another thread."""
        with self._lock:
            self._thread = None
            while not self._questions.empty():
                left = self._questions.get()
                if left is not None:
                    left[1].set_result(None)

    def _answer(self, text: str) -> Meaning | None:
        if self._closed:
            return None
        try:
            file = self._catalog.find("text-embedding", self._processor.model)
            if self._floor is None:
                self._floor = _floor(self._vectors(file, _UNRELATED))
            (vector,) = self._vectors(file, (text,))
        except (ModelUnavailableError, WorkerLostError) as error:
            self._complain(str(error))
            return None
        self._trouble = ""
        if vector is None:
            return None
        meaning = Meaning(f"{file.name}@{file.version}", vector.tobytes(), self._floor)
        with self._lock:
            self._known[text] = meaning
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return meaning

    def _vectors(self, file: ModelFile, texts: Sequence[str]) -> list[Vector | None]:
        """Return one vector per text, None for one without words.

        Raises:
            ModelUnavailableError, WorkerLostError: the model cannot be used, or its process died.
        """
        work = tuple(
            Work(Event(number.to_bytes(16, "big"), NOTE, "query", number, number, number, text=text), None)
            for number, text in enumerate(texts)
        )
        answer = self._worker.ask(Request(self._processor, {"text-embedding": file}, work), _TIMEOUT_S)
        if answer.cause:
            raise ModelUnavailableError(answer.cause)
        return [passages_of(found[0].data)[0].vector if found else None for found in answer.results]

    def _complain(self, trouble: str) -> None:
        if trouble != self._trouble and not self._closed:
            _log.warning("searching by words alone: %s", trouble)
        self._trouble = trouble


def _floor(vectors: Sequence[Vector | None]) -> float:
    """Return the cosine above which texts are alike, measured at texts that are not: models differ much in this."""
    known = np.stack([vector for vector in vectors if vector is not None])
    cosines = np.stack([similarities(vector, known) for vector in known])
    unrelated = float(cosines[np.triu_indices(len(known), 1)].mean())
    return unrelated + _NEWS * (1.0 - unrelated)
