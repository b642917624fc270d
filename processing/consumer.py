"""One processor's way through the log: read a batch, have it worked on, append the results and the offset together.

What fails is counted against the one event that caused it; everything else goes on. When it runs, its family decides.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from processing.gaze import Gaze
from processing.processor import Derived, ModelFile, ModelUnavailableError, Processor, Work
from processing.worker_main import Answer, Request
from processing.worker_process import WorkerLostError
from storage.clock import Clock
from storage.events import Event, JsonObject, derived_uid, trace_of
from storage.log import Batch, Commit, Entry, EntryKind, Log
from storage.media import MediaMissingError, MediaStore

_log = logging.getLogger(__name__)
MAX_ATTEMPTS = 3
LOAD_TIMEOUT_S = 120.0
# A group that skipped this many entries of other topics remembers where it is, so that it need not look at them again.
_SKIP_ENTRIES = 2_000


class Worker(Protocol):
    """Whoever answers requests, usually a `WorkerProcess`."""

    def ask(self, request: Request, timeout_s: float) -> Answer:
        """Answer, or raise WorkerLostError."""
        ...


class HaltedError(Exception):
    """The pipeline stops: what is under way is dropped and done again later."""


@dataclass(slots=True)
class Tally:
    """What a consumer has done since start: entries worked off, put aside, and the seconds each of them took.

    While there is a backlog, `entry_s` counts from one batch's end to the next one's: waiting for a place, for others
    and for the owner included, since that is what the rest of the backlog will take as well.
    """

    done: int = 0
    failed: int = 0
    entry_s: float | None = None
    _since_s: float | None = None

    def note(self, entries: int, began_s: float, ended_s: float) -> None:
        """Count entries worked off, and follow the pace slowly."""
        self.done += entries
        since_s, self._since_s = began_s if self._since_s is None else self._since_s, ended_s
        if entries:
            each = (ended_s - since_s) / entries
            self.entry_s = each if self.entry_s is None else 0.8 * self.entry_s + 0.2 * each

    def caught_up(self) -> None:
        """Nothing is left: the next batch's time begins when it comes."""
        self._since_s = None


def group_of(name: str) -> str:
    """Return the consumer group of a processor."""
    return f"processor.{name}"


class Consumer:
    """Works off one processor's backlog, a batch at a time. Used by one thread; `tally` may be read from others."""

    def __init__(
        self,
        processor: Processor[Any],
        models: Mapping[str, ModelFile],
        log: Log,
        media: MediaStore,
        clock: Clock,
        worker: Worker,
        tally: Tally,
        *,
        finish: Callable[[Derived], Derived] = lambda derived: derived,
    ) -> None:
        self._processor = processor
        self._models = models
        self._log = log
        self._media = media
        self._clock = clock
        self._worker = worker
        self._group = group_of(processor.spec.name)
        self._finish = finish
        self.tally = tally
        self._halted = False
        self._committed: int | None = None
        self._ahead: set[bytes] = set()
        self._seen = 0

    def halt(self) -> None:
        """From any thread: what fails from now on is the fault of stopping, not of the event."""
        self._halted = True

    def pending(self) -> Batch | None:
        """Return the next batch, None when there is nothing to do."""
        batch = self._log.read(self._group, limit=self._processor.spec.batch)
        if batch.entries:
            return batch
        self.tally.caught_up()
        if self._committed is None:
            self._committed = self._log.lag(self._group).offset
        if batch.offset - self._committed > _SKIP_ENTRIES:
            self._log.commit(self._group, batch.offset)
            self._committed = batch.offset
        return None

    def work_off(self, batch: Batch) -> None:
        """Work on a batch and append what came of it, in one transaction with the group's offset.

        Raises:
            ModelUnavailableError: a model cannot be used; the batch waits.
            HaltedError: stopped meanwhile; the batch waits.
            LogFullError, MediaFullError: no room; the batch waits.
        """
        began_s = self._clock.monotonic_s()
        work = [piece for entry in batch.entries if (piece := self._piece(entry)) is not None]
        results = self._derive_all(work)
        events = self._events(work, results, batch)
        self._log.append(events, commit=Commit(self._group, batch.offset))
        self._committed = batch.offset
        self.tally.note(len(batch.entries), began_s, self._clock.monotonic_s())

    def ahead(self, gaze: Gaze) -> list[Event]:
        """Return what its owner looks at and is not worked on yet, a batch of it; nothing where its turn comes anyway.

        Raises:
            StoreError: the store could not answer.
        """
        spec, look = self._processor.spec, gaze.look
        if look is None or look.number == self._seen:
            return []
        lag = self._log.lag(self._group)
        waiting: list[Event] = []
        if lag.entries > spec.batch and lag.oldest_received_us is not None:
            waiting = [
                event
                for event in gaze.events(look, spec.consumes)
                if event.received_us >= lag.oldest_received_us and event.uid not in self._ahead
            ]
        if len(waiting) <= spec.batch:
            self._seen = look.number
        return waiting[: spec.batch]

    def work_ahead(self, events: Sequence[Event]) -> None:
        """Work on events before their turn; when that comes, they are passed over.

        Their results have the same identity whenever they are made, so that a crash in between doubles nothing.

        Raises:
            ModelUnavailableError, HaltedError, LogFullError, MediaFullError: see `work_off`.
        """
        work = [piece for event in events if (piece := self._work(event)) is not None]
        results = self._derive_all(work)
        self._log.append(
            [
                self._event(piece.event, ordinal, derived)
                for piece, many in zip(work, results, strict=True)
                for ordinal, derived in enumerate(many or ())
            ]
        )
        self._ahead.update(event.uid for event in events)

    def redo(self, parents: Sequence[Event]) -> list[list[Event] | None]:
        """Derive from events once more, whatever the group's offset; None where that failed and was put aside.

        Nothing is appended; an event whose media is gone has no results any more.

        Raises:
            ModelUnavailableError: a model cannot be used.
        """
        pieces = [self._work(parent) for parent in parents]
        work = [piece for piece in pieces if piece is not None]
        found = dict(zip((piece.event.uid for piece in work), self._derive_all(work), strict=True))
        many = [found.get(parent.uid, ()) for parent in parents]
        return [
            None if one is None else [self._event(parent, number, derived) for number, derived in enumerate(one)]
            for parent, one in zip(parents, many, strict=True)
        ]

    def _piece(self, entry: Entry) -> Work | None:
        """What there is to work on; None for what is no event, was deleted, or lost its media."""
        if entry.kind is not EntryKind.EVENT or entry.event is None:
            return None
        if entry.uid in self._ahead:
            self._ahead.discard(entry.uid)
            return None
        return self._work(entry.event)

    def _work(self, event: Event) -> Work | None:
        if event.media is None:
            return Work(event, None)
        try:
            return Work(event, self._media.path(event.media))
        except MediaMissingError:
            return None

    def _derive_all(self, work: Sequence[Work]) -> list[tuple[Derived, ...] | None]:
        if len(work) > 1:
            try:
                answer = self._ask(tuple(work))
            except WorkerLostError as error:
                answer = Answer(cause=str(error))
            if not answer.cause:
                return list(answer.results)
        return [self._derive_alone(piece) for piece in work]

    def _load(self) -> None:
        """Load the models ahead of the work, so that a death while loading is not blamed on an event.

        A worker that was found dead, killed while it had nothing to do, is replaced at once; a fresh one that dies over
        its models is not tried again before long.
        """
        try:
            answer = self._load_once()
        except WorkerLostError:
            try:
                answer = self._load_once()
            except WorkerLostError as error:
                raise ModelUnavailableError(f"{self._processor.spec.title} cannot start. {error}") from error
        if answer.cause:
            raise ModelUnavailableError(answer.cause)

    def _load_once(self) -> Answer:
        try:
            return self._worker.ask(Request(self._processor, self._models), LOAD_TIMEOUT_S)
        except WorkerLostError as error:
            if self._halted:
                raise HaltedError from error
            raise

    def _ask(self, work: tuple[Work, ...]) -> Answer:
        self._load()
        try:
            answer = self._worker.ask(
                Request(self._processor, self._models, work), self._processor.spec.timeout_s * len(work)
            )
        except WorkerLostError as error:
            if self._halted:
                raise HaltedError from error
            raise
        return answer

    def _derive_alone(self, piece: Work) -> tuple[Derived, ...] | None:
        """Try one event until it succeeds, or is put aside: None."""
        while True:
            try:
                answer = self._ask((piece,))
            except WorkerLostError as error:
                answer = Answer(cause=str(error), traceback=str(error))
            if not answer.cause:
                return answer.results[0]
            if not self._still_there(piece):
                return ()
            attempts = self._log.fail(self._group, piece.event.uid, answer.cause, answer.traceback)
            _log.warning("%s failed on an event, attempt %d: %s", self._processor.spec.name, attempts, answer.cause)
            if attempts >= MAX_ATTEMPTS:
                self.tally.failed += 1
                return None

    def _still_there(self, piece: Work) -> bool:
        if piece.event.media is None:
            return True
        try:
            self._media.info(piece.event.media)
        except MediaMissingError:
            return False
        return True

    def _events(self, work: Sequence[Work], results: Sequence[Sequence[Derived] | None], batch: Batch) -> list[Event]:
        """Make events of the results of those that have not been deleted while they were worked on."""
        if not any(results):
            return []
        fresh = self._log.read(self._group, limit=len(batch.entries))
        alive = {entry.uid for entry in fresh.entries if entry.event is not None}
        return [
            self._event(piece.event, ordinal, derived)
            for piece, many in zip(work, results, strict=True)
            if piece.event.uid in alive
            for ordinal, derived in enumerate(many or ())
        ]

    def _event(self, parent: Event, ordinal: int, derived: Derived) -> Event:
        spec = self._processor.spec
        derived = self._finish(derived)
        media = derived.media
        if derived.content is not None:
            media = self._media.put(derived.content, derived.content_kind)
        return Event(
            uid=derived_uid(spec.name, self._identity(derived), parent.uid, ordinal),
            topic=derived.topic,
            device=parent.device,
            start_us=derived.start_us,
            end_us=derived.end_us,
            received_us=self._clock.now_us(),
            tz_offset_min=parent.tz_offset_min,
            uncertainty_us=parent.uncertainty_us,
            text=derived.text,
            data={**derived.data, "provenance": {**self._provenance(derived), "trace": trace_of(parent).hex()}},
            media=media,
            parent=parent.uid,
        )

    def _models_of(self, derived: Derived) -> list[str]:
        used = derived.models or tuple(self._models)
        return [f"{model.name}@{model.version}" for task, model in self._models.items() if task in used]

    def _identity(self, derived: Derived) -> str:
        """Version of method and models: another model's results are other events."""
        return "+".join([self._processor.spec.version, *self._models_of(derived)])

    def _provenance(self, derived: Derived) -> JsonObject:
        spec = self._processor.spec
        made: dict[str, JsonObject | str] = {"processor": spec.name, "version": spec.version}
        if self._models:
            made["model"] = " ".join(self._models_of(derived))
        if spec.parameters:
            made["parameters"] = dict(spec.parameters)
        return made
