"""What the sources and importers of plugins promise, as checks for their authors' own tests.

`broken_source_promises(MySource())` returns what is wrong, in sentences; an empty list is a pass. The same for
importers. Both run the plugin in the process of the test, without the limits that it will have.
"""

import os
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path

import orjson

from capture.plugins.api import Importer, ImporterSpec, Observed, Read, Source, SourceSpec
from capture.plugins.loading import require_declared
from storage.events import Event, imported_uid, new_uid
from storage.registry import SchemaRegistry
from storage.topics import builtin_topics

_RUN_S = 5.0
_TO_FINISH_S = 2.0


class _Rehearsal:
    """Implements `capture.plugins.api.Context`; the run is over when enough was observed, or after so long."""

    def __init__(self, least: int, longest_s: float) -> None:
        self._least = least
        self._ends_s = time.monotonic() + longest_s
        self._over = threading.Event()
        self.kept: list[Observed] = []
        self.unavailable_because: list[str] = []
        self.over_s = 0.0

    def over(self) -> bool:
        if not self._over.is_set() and (len(self.kept) >= self._least or time.monotonic() >= self._ends_s):
            self._over.set()
        if self._over.is_set() and not self.over_s:
            self.over_s = time.monotonic()
        return self._over.is_set()

    def wait(self, seconds: float) -> bool:
        if not self.over():
            self._over.wait(min(seconds, max(0.0, self._ends_s - time.monotonic())))
        return self.over()

    def now_us(self) -> int:
        return time.time_ns() // 1_000

    def keep(self, observed: Observed) -> str | None:
        if self.over():
            return None
        self.kept.append(observed)
        return new_uid().hex()

    def extend(self, uid: str, end_us: int) -> bool:
        del uid, end_us
        return not self.over()

    def recording(self, detail: str = "") -> None:
        del detail

    def unavailable(self, cause: str) -> None:
        self.unavailable_because.append(cause)


def observed_by(source: Source, least: int = 1, longest_s: float = _RUN_S) -> list[Observed]:
    """Run a source until it has observed so much, or for so long at most, and return what it has."""
    rehearsal = _Rehearsal(least, longest_s)
    source.run(rehearsal)
    return rehearsal.kept


def broken_source_promises(source: Source, longest_s: float = _RUN_S) -> list[str]:
    """Return what a source does not keep to: its declaration, its ending when asked, its topics' schemas."""
    spec = source.spec
    found = [*_value(source), *_declaration(spec, SourceSpec)]
    if found:
        return found
    rehearsal = _Rehearsal(1, longest_s)
    source.run(rehearsal)
    if not rehearsal.over():
        found.append("it ended before its run was over: wait with `context.wait`")
    elif time.monotonic() - rehearsal.over_s > _TO_FINISH_S:
        found.append(f"it took longer than {_TO_FINISH_S:.0f} s to end when its run was over")
    if not rehearsal.kept and not rehearsal.unavailable_because:
        found.append(f"within {longest_s:g} s it neither observed anything nor said why not")
    for each in rehearsal.kept:
        times = (each.start_us, each.end_us, each.end_us)
        found += _kept_to(Event(new_uid(), each.topic, "desk", *times, text=each.text, data=each.data), spec)
    return found


def broken_importer_promises(importer: Importer, sample: Path, others: Sequence[Path] = ()) -> list[str]:
    """Return what an importer does not keep to.

    Args:
        importer: an instance.
        sample: a file or folder of its format.
        others: what is of another; the null device and a file that is not there are tried besides.
    """
    spec = importer.spec
    found = [*_value(importer), *_declaration(spec, ImporterSpec)]
    if found:
        return found
    if not importer.recognises(sample):
        found.append("it does not recognise the sample")
    foreign = [*others, Path(os.devnull), sample.with_name(f"{sample.name}.absent")]
    found += [f"it takes {path} for its own" for path in foreign if importer.recognises(path)]
    first, again = list(importer.read(sample)), list(importer.read(sample))
    if not first:
        found.append("it reads nothing from the sample")
    if first != again:
        found.append("it reads something else the second time")
    if len({each.key for each in first}) != len(first):
        found.append("two things that it reads have the same key")
    if importer.count(sample) not in {None, len(first)}:
        found.append(f"it counts {importer.count(sample)}, but reads {len(first)}")
    for each in first:
        found += _kept_to(_event(each, spec), spec)
    return found


def _event(row: Read, spec: ImporterSpec) -> Event:
    uid = imported_uid(spec.name, row.key)
    return Event(uid, row.topic, "desk", row.start_us, row.end_us, row.end_us, text=row.text, data=row.data)


def _value(plugin: Source | Importer) -> Iterator[str]:
    if not is_dataclass(plugin):
        yield "it is not a dataclass"
        return
    for field in fields(plugin):
        if not isinstance(getattr(plugin, field.name), str | int | float | bool):
            yield f"its option {field.name} is neither text, number nor truth, so that no setting can give it"
    try:
        hash(plugin)
    except TypeError:
        yield "it can be changed: make the dataclass frozen"


def _declaration(spec: SourceSpec | ImporterSpec, kind: type[SourceSpec] | type[ImporterSpec]) -> Iterator[str]:
    try:
        require_declared(spec, kind, (), spec.name)
    except (TypeError, ValueError) as error:
        yield str(error)
        return
    if not spec.title or not spec.name.isidentifier():
        yield "its title is empty, or its name is not letters, digits and underscores"
    if not spec.topics:
        yield "it declares no topic"
    for topic in spec.topics:
        if topic not in builtin_topics():
            yield f"it makes {topic}, which is not registered"


def _kept_to(event: Event, spec: SourceSpec | ImporterSpec) -> Iterator[str]:
    if event.topic not in spec.topics:
        yield f"it makes {event.topic}, which it does not declare"
        return
    try:
        orjson.dumps(event.data)
    except TypeError as error:
        yield f"what it makes cannot be sent to the recorder: {error}"
        return
    _, bad = SchemaRegistry(builtin_topics()).sort([event])
    yield from (f"what it makes does not match its topic: {cause}" for _, cause in bad)
