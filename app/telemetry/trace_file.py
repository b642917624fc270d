"""Keeps spans as lines of JSON in a file of the data folder, in the form that OpenTelemetry gives them."""

import logging
from collections.abc import Sequence
from pathlib import Path

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

logger = logging.getLogger(__name__)

_FULL_BYTES = 16 << 20


class TraceFile(SpanExporter):
    """Appends spans to `path`; a full file becomes `traces.old.jsonl`, so that there are never more than two."""

    def __init__(self, path: Path, full_bytes: int = _FULL_BYTES) -> None:
        self._path = path
        self._full_bytes = full_bytes
        self._failing = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        try:
            self._path.parent.mkdir(mode=0o700, exist_ok=True)
            if self._path.exists() and self._path.stat().st_size >= self._full_bytes:
                self._path.replace(self._path.with_suffix(".old.jsonl"))
            with self._path.open("a", encoding="utf-8") as out:
                self._path.chmod(0o600)
                out.writelines(f"{span.to_json(indent=None)}\n" for span in spans)
        except OSError as error:
            if not self._failing:
                logger.warning("traces cannot be written: %s", error.strerror)
            self._failing = True
            return SpanExportResult.FAILURE
        self._failing = False
        return SpanExportResult.SUCCESS
