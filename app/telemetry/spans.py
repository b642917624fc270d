"""Makes OpenTelemetry spans of what passes the log: one trace for each capture and all derived from it.

The trace id is the uid of the captured event, and results carry it in their provenance: a stored result leads to its
trace, and a trace to what was stored. Spans name topics, processors, versions and times; never content.
"""

from collections.abc import Iterator

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import SpanContext, TraceFlags

from app.telemetry.tap import Passage
from storage.events import Event, trace_of
from storage.sqlite.fulltext import Indexed

SCOPE = InstrumentationScope("daytrail")
_SAMPLED = TraceFlags(TraceFlags.SAMPLED)


def spans_of(passage: Passage, resource: Resource) -> Iterator[ReadableSpan]:
    """Yield for each event a span from when it happened (or work on it began) until it was durable, and its storing."""
    for event in passage.events:
        trace = int.from_bytes(trace_of(event), "big")
        own = _context(trace, event.uid)
        derived = event.parent is not None
        began_us = passage.read_us if derived else min(event.end_us, passage.began_us)
        yield ReadableSpan(
            f"{'process' if derived else 'capture'} {_who(event)}",
            context=own,
            parent=_context(trace, event.parent) if event.parent is not None else None,
            resource=resource,
            attributes=_attributes(event, passage.group),
            instrumentation_scope=SCOPE,
            start_time=began_us * 1_000,
            end_time=passage.ended_us * 1_000,
        )
        yield ReadableSpan(
            "store",
            context=_context(trace, _mixed(event.uid, 0xFF)),
            parent=own,
            resource=resource,
            attributes={"daytrail.batch": len(passage.events)},
            instrumentation_scope=SCOPE,
            start_time=passage.began_us * 1_000,
            end_time=passage.ended_us * 1_000,
        )


def spans_of_index(indexed: Indexed, resource: Resource) -> Iterator[ReadableSpan]:
    """Yield for each text a span from when the index took it up until it was durable there, below the event's own."""
    for text in indexed.texts:
        trace = int.from_bytes(text.trace, "big")
        yield ReadableSpan(
            "index",
            context=_context(trace, _mixed(text.uid, 0xAA)),
            parent=_context(trace, text.uid),
            resource=resource,
            attributes={
                "daytrail.topic": text.topic,
                "daytrail.uid": text.uid.hex(),
                "daytrail.batch": len(indexed.texts),
            },
            instrumentation_scope=SCOPE,
            start_time=indexed.began_us * 1_000,
            end_time=indexed.ended_us * 1_000,
        )


def _mixed(uid: bytes, with_byte: int) -> bytes:
    """Return another id that belongs to the same event, the same each time."""
    return bytes(byte ^ with_byte for byte in uid)


def _context(trace: int, uid: bytes) -> SpanContext:
    """A span's id is the second half of its event's uid, which is random or a hash."""
    return SpanContext(trace, int.from_bytes(uid[8:], "big"), is_remote=False, trace_flags=_SAMPLED)


def _who(event: Event) -> str:
    provenance = event.data.get("provenance")
    name = provenance.get("processor") if isinstance(provenance, dict) else None
    return str(name or event.topic)


def _attributes(event: Event, group: str) -> dict[str, str | int]:
    found: dict[str, str | int] = {"daytrail.topic": event.topic, "daytrail.uid": event.uid.hex()}
    if group:
        found["daytrail.group"] = group
    provenance = event.data.get("provenance")
    if isinstance(provenance, dict):
        for name in ("processor", "version", "model"):
            value = provenance.get(name)
            if isinstance(value, str):
                found[f"daytrail.{name}"] = value
    return found
