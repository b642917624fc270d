"""The one message of the system: what happened, when, and what it was derived from.

An `Event` is the only thing that crosses a border between folders. This module knows nothing of where events are kept.
"""

import hashlib
import os
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

JsonValue = None | bool | int | float | str | Sequence["JsonValue"] | Mapping[str, "JsonValue"]
JsonObject = Mapping[str, JsonValue]

UID_BYTES = 16
_HEX_UID = re.compile(rf"[0-9a-f]{{{2 * UID_BYTES}}}")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, as kept in the log.

    Times are microseconds since 1970 UTC in half-open spans `[start_us, end_us)`; an instant has both equal.

    Attributes:
        uid: 16 bytes; see `new_uid`, `imported_uid` and `derived_uid` for which to use.
        topic: dotted name of a registered topic, `<category>.<source>.<datatype>.<stage>`.
        device: the computer, phone or watch it happened on.
        start_us: first microsecond.
        end_us: first microsecond after it.
        received_us: when this computer learned of it.
        tz_offset_min: local time minus UTC in minutes, None where not known.
        uncertainty_us: ± error of the times; 0 = exact, negative = "not before".
        text: what full-text search should find.
        data: validated against the topic's schema.
        media: BLAKE3 address (64 hex digits) in the media store.
        parent: uid of the event this one was derived from.
    """

    uid: bytes
    topic: str
    device: str
    start_us: int
    end_us: int
    received_us: int
    tz_offset_min: int | None = None
    uncertainty_us: int = 0
    text: str | None = None
    data: JsonObject = field(default_factory=dict)
    media: str | None = None
    parent: bytes | None = None

    def __post_init__(self) -> None:
        if len(self.uid) != UID_BYTES:
            raise ValueError(f"uid must have {UID_BYTES} bytes, not {len(self.uid)}")
        if self.end_us < self.start_us:
            raise ValueError(f"event of {self.topic} ends before it starts")


def new_uid(now_ns: int | None = None) -> bytes:
    """Return a UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then random bits. For live capture."""
    millis = (time.time_ns() if now_ns is None else now_ns) // 1_000_000
    raw = bytearray(millis.to_bytes(6, "big") + os.urandom(10))
    raw[6] = 0x70 | (raw[6] & 0x0F)
    raw[8] = 0x80 | (raw[8] & 0x3F)
    return bytes(raw)


def imported_uid(source: str, natural_key: str) -> bytes:
    """Return the uid of an imported event, so that importing the same thing twice adds nothing."""
    return _name_uid("import", source, natural_key)


def derived_uid(processor: str, version: str, parent: bytes, ordinal: int) -> bytes:
    """Return the uid of a processor's n-th result for `parent`, so that running twice adds nothing."""
    return _name_uid("derive", processor, version, parent.hex(), str(ordinal))


def trace_of(event: Event) -> bytes:
    """Return the trace that an event belongs to: the uid of what was captured, which its results carry on."""
    return trace_in(event.data) or event.parent or event.uid


def trace_in(data: JsonObject) -> bytes | None:
    """Return the trace that an event's data names, None where it names none."""
    provenance = data.get("provenance")
    if isinstance(provenance, dict):
        trace = provenance.get("trace")
        if isinstance(trace, str) and _HEX_UID.fullmatch(trace):
            return bytes.fromhex(trace)
    return None


def _name_uid(*parts: str) -> bytes:
    """A UUIDv8 (RFC 9562) over the SHA-256 of length-prefixed parts."""
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode()
        digest.update(len(encoded).to_bytes(4, "big") + encoded)
    raw = bytearray(digest.digest()[:UID_BYTES])
    raw[6] = 0x80 | (raw[6] & 0x0F)
    raw[8] = 0x80 | (raw[8] & 0x3F)
    return bytes(raw)
