"""Derives once more from what was recorded in a span, with the processors as they are set now.

The old results stay until the new ones are stored, then go with all that was derived from them. Doing it twice, or
again after a crash, leaves the same results once. What reads the processor's results is derived again with them.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from processing.consumer import Consumer, Tally, group_of
from processing.models.catalog import Catalog
from processing.processor import Processor
from processing.redaction import redacted
from processing.registry import Planned
from processing.worker_process import WorkerProcess
from storage.clock import Clock
from storage.events import Event
from storage.log import Log
from storage.media import MediaStore
from storage.store import EventQuery, Store
from storage.topics import matches

_NICE = 5
_IDLE_NICE = 15


@dataclass(frozen=True, slots=True)
class Redone:
    """How far it is: events looked at of `total`, results added, old results removed, events put aside."""

    total: int
    done: int = 0
    added: int = 0
    removed: int = 0
    failed: int = 0


class Reprocessor:
    """Works through a span; one thread uses it. The recorder may run meanwhile, in this or another process."""

    def __init__(
        self,
        log: Log,
        store: Store,
        media: MediaStore,
        clock: Clock,
        plan: Sequence[Planned],
        *,
        catalog: Catalog | None = None,
        redact: bool = False,
    ) -> None:
        self._log, self._store, self._media, self._clock = log, store, media, clock
        self._planned = {one.processor.spec.name: one for one in plan}
        self._enabled = tuple(one.processor for one in plan if one.enabled)
        self._catalog = catalog or Catalog()
        self._finish = redacted if redact else lambda derived: derived
        self._consumers: dict[str, Consumer] = {}
        self._workers: dict[str, WorkerProcess] = {}
        self._nice = _NICE

    @property
    def names(self) -> tuple[str, ...]:
        """The processors there are."""
        return tuple(self._planned)

    def run(
        self,
        name: str,
        start_us: int,
        end_us: int,
        progress: Callable[[Redone], None],
        cancelled: threading.Event,
    ) -> Redone:
        """Reprocess events that touch `[start_us, end_us)`; after `cancelled` the rest keep their old results.

        Raises:
            KeyError: there is no such processor.
            ModelUnavailableError: a model cannot be used; what is done so far stays.
        """
        processor = self._planned[name].processor
        state = Redone(self._count(processor, start_us, end_us))
        with self._working(_NICE):
            query = EventQuery(topics=processor.spec.consumes, start_us=start_us, end_us=end_us)
            for parents in self._store.scan(query, batch=processor.spec.batch):
                if cancelled.is_set():
                    break
                state = self._batch(processor, parents, state)
                progress(state)
        return state

    def renew(self, name: str, parents: Iterable[Event], disturbed: Callable[[], bool]) -> Redone:
        """Reprocess some events one by one until `disturbed`; where nothing comes of it, the old results stay.

        Raises:
            KeyError, ModelUnavailableError: see `run`.
        """
        processor = self._planned[name].processor
        state = Redone(0)
        with self._working(_IDLE_NICE):
            for parent in parents:
                if disturbed():
                    break
                state = self._batch(processor, (parent,), replace(state, total=state.total + 1), spare=True)
        return state

    @contextmanager
    def _working(self, nice: int) -> Iterator[None]:
        """Have workers of this politeness start as they are needed, and all of them leave at the end."""
        self._nice = nice
        try:
            yield
        finally:
            for worker in self._workers.values():
                worker.leave()
            self._workers.clear()
            self._consumers.clear()

    def _count(self, processor: Processor[Any], start_us: int, end_us: int) -> int:
        counts = self._store.counts(start_us, end_us)
        patterns = processor.spec.consumes
        return sum(count for topic, count in counts.items() if any(matches(pattern, topic) for pattern in patterns))

    def _batch(
        self,
        processor: Processor[Any],
        parents: Sequence[Event],
        state: Redone,
        *,
        spare: bool = False,
    ) -> Redone:
        """Put new results into the place of old ones; `spare` those in whose place nothing would come."""
        results = self._consumer(processor).redo(parents)
        fresh = [event for many in results for event in many or ()]
        below = [event for follower in self._followers(processor) for event in self._follow(follower, fresh)]
        added = self._log.append([*fresh, *below]).added if fresh else 0
        kept = {event.uid for event in fresh}
        stale = [
            event.uid
            for parent, many in zip(parents, results, strict=True)
            if many is not None and (many or not spare)
            for old in self._store.children(parent.uid)
            if made_by(old) == processor.spec.name and old.uid not in kept
            for event in self._with_all_below(old)
        ]
        return replace(
            state,
            done=state.done + len(parents),
            added=state.added + added,
            removed=state.removed + (self._log.delete(stale) if stale else 0),
            failed=state.failed + sum(many is None for many in results),
        )

    def _follow(self, processor: Processor[Any], parents: Sequence[Event]) -> list[Event]:
        """Derive from new results what others make of them. What fails, the pipeline tries again."""
        spec = processor.spec
        mine = [one for one in parents if any(matches(pattern, one.topic) for pattern in spec.consumes)]
        fresh: list[Event] = []
        for start in range(0, len(mine), spec.batch):
            many = self._consumer(processor).redo(mine[start : start + spec.batch])
            fresh += [event for one in many for event in one or ()]
        return [
            *fresh,
            *(event for next_one in self._followers(processor) for event in self._follow(next_one, fresh)),
        ]

    def _followers(self, processor: Processor[Any]) -> list[Processor[Any]]:
        made = processor.spec.produces
        return [
            one
            for one in self._enabled
            if any(matches(pattern, topic) for pattern in one.spec.consumes for topic in made)
        ]

    def _with_all_below(self, event: Event) -> Iterator[Event]:
        yield event
        for child in self._store.children(event.uid):
            yield from self._with_all_below(child)

    def _worker(self, planned: Planned) -> WorkerProcess:
        """Return the worker of all that ship with us, or the confined one of who comes from elsewhere."""
        name = planned.family if planned.foreign else "again"
        if name not in self._workers:
            self._workers[name] = WorkerProcess(f"daytrail-{name}", self._nice, True, planned.limits())
        return self._workers[name]

    def _consumer(self, processor: Processor[Any]) -> Consumer:
        name = processor.spec.name
        if name not in self._consumers:
            models = {task: self._catalog.find(task, chosen) for task, chosen in processor.spec.models}
            if group_of(name) not in self._log.groups():
                self._log.subscribe(group_of(name), processor.spec.consumes)
            worker = self._worker(self._planned[name])
            self._consumers[name] = Consumer(
                processor, models, self._log, self._media, self._clock, worker, Tally(), finish=self._finish
            )
        return self._consumers[name]


def made_by(event: Event) -> str:
    """Return the name of the processor that derived an event, "" where none did."""
    provenance = event.data.get("provenance")
    name = provenance.get("processor", "") if isinstance(provenance, dict) else ""
    return str(name)
