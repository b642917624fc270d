"""Whether a collector takes what it is sent; said once when it does not, and once when it does again."""

import logging
from collections.abc import Sequence

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

logger = logging.getLogger(__name__)


class Reach:
    """Follows the fate of spans; `trouble` may be read by any thread."""

    def __init__(self, address: str) -> None:
        """Follow a collector at this address; the library's own complaints, one a second, are left out of the log."""
        self._address = address
        self.trouble = ""
        logging.getLogger("opentelemetry.exporter.otlp").setLevel(logging.CRITICAL)

    def following(self, exporter: SpanExporter) -> SpanExporter:
        """Return an exporter that does the same and lets us see how it goes."""
        return _Followed(exporter, self)

    def note(self, reached: bool) -> None:
        """Take in how it went."""
        if reached and self.trouble:
            logger.info("the collector takes telemetry again")
            self.trouble = ""
        elif not reached and not self.trouble:
            self.trouble = f"Telemetry: the collector at {self._address} takes nothing; check telemetry.otlp_url."
            logger.warning("%s", self.trouble)


class _Followed(SpanExporter):
    def __init__(self, exporter: SpanExporter, reach: Reach) -> None:
        self._exporter = exporter
        self._reach = reach

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        result = self._exporter.export(spans)
        self._reach.note(result is SpanExportResult.SUCCESS)
        return result

    def shutdown(self) -> None:
        self._exporter.shutdown()
