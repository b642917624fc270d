"""Where telemetry goes once it is asked for: the Prometheus endpoint, the trace file, a collector elsewhere."""

import logging
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIServer

from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.metrics import Histogram
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import MetricReader, PeriodicExportingMetricReader
from opentelemetry.sdk.metrics.view import ExplicitBucketHistogramAggregation, View
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from prometheus_client import CollectorRegistry, make_wsgi_app, start_http_server

from app import __version__
from app.telemetry.figures import Subject, observe
from app.telemetry.reach import Reach
from app.telemetry.settings import TelemetrySettings
from app.telemetry.spans import spans_of, spans_of_index
from app.telemetry.tap import Passage
from app.telemetry.trace_file import TraceFile
from storage.sqlite.fulltext import Indexed

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

logger = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
_DELAYS_S = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 3_600.0, 86_400.0)
_SPANS_EVERY_MS = 1_000
_METRICS_EVERY_MS = 15_000
_PATIENCE_S = 1.5
"""How long a collector may take, tries again included: it must not hold up the end."""


class Outlets:
    """Open from the start until `close`. Used by one thread at a time; `passed`, `indexed` and `trouble` by any."""

    def __init__(self, wanted: TelemetrySettings, subject: Subject, traces: Path) -> None:
        self._subject = subject
        self._resource = Resource({"service.name": "daytrail", "service.version": __version__})
        self._meters: MeterProvider | None = None
        self._delay: Histogram | None = None
        self._searchable: Histogram | None = None
        self._endpoint: tuple[WSGIServer, threading.Thread] | None = None
        self._reach = Reach(wanted.otlp_url)
        self._trouble = ""
        readers = self._readers(wanted)
        if readers:
            self._measure(readers)
        self._spans = tuple(self._span_processors(wanted, traces))

    @property
    def trouble(self) -> str:
        """Why something that was asked for does not work; "" while all does."""
        return self._trouble or self._reach.trouble

    @property
    def port(self) -> int | None:
        """Where the Prometheus endpoint listens, None while it does not."""
        return None if self._endpoint is None else self._endpoint[0].server_port

    def passed(self, passage: Passage) -> None:
        """Note how long after it happened each event was kept, and pass its spans on."""
        delay = self._delay
        if delay is not None:
            for event in passage.events:
                delay.record(max(0.0, (passage.ended_us - event.end_us) / 1e6), {"topic": event.topic})
        if self._spans:
            self._pass_on(spans_of(passage, self._resource))

    def indexed(self, indexed: Indexed) -> None:
        """Note how long after it happened each text came into the index of words, and pass its spans on."""
        searchable = self._searchable
        if searchable is not None:
            for text in indexed.texts:
                searchable.record(max(0.0, (indexed.ended_us - text.end_us) / 1e6), {"topic": text.topic})
        if self._spans:
            self._pass_on(spans_of_index(indexed, self._resource))

    def _pass_on(self, spans: Iterator[ReadableSpan]) -> None:
        for span in spans:
            for processor in self._spans:
                processor.on_end(span)

    def close(self) -> None:
        """Hand over what waits and close everything."""
        self._delay = self._searchable = None
        if self._endpoint is not None:
            server, thread = self._endpoint
            server.shutdown()
            server.server_close()
            thread.join()
        if self._meters is not None:
            self._meters.shutdown()
        for processor in self._spans:
            processor.shutdown()

    def _readers(self, wanted: TelemetrySettings) -> list[MetricReader]:
        readers = self._listen(wanted.port) if wanted.prometheus else []
        if wanted.otlp_url:
            exporter = OTLPMetricExporter(f"{wanted.otlp_url.rstrip('/')}/v1/metrics", timeout=_PATIENCE_S)
            readers.append(PeriodicExportingMetricReader(exporter, export_interval_millis=_METRICS_EVERY_MS))
        return readers

    def _measure(self, readers: list[MetricReader]) -> None:
        buckets = ExplicitBucketHistogramAggregation(_DELAYS_S)
        views = [View(instrument_name=name, aggregation=buckets) for name in ("daytrail.delay", "daytrail.searchable")]
        self._meters = MeterProvider(readers, self._resource, views=views, shutdown_on_exit=False)
        meter = self._meters.get_meter("daytrail", __version__)
        observe(meter, self._subject)
        self._delay = meter.create_histogram("daytrail.delay", "s", "from a moment's end to its event being kept")
        self._searchable = meter.create_histogram("daytrail.searchable", "s", "from a moment's end to its text's index")

    def _listen(self, port: int) -> list[MetricReader]:
        registry = CollectorRegistry()
        try:
            self._endpoint = start_http_server(port, LOOPBACK, registry)
            server = self._endpoint[0]
            server.set_app(_for_this_computer(make_wsgi_app(registry), server.server_port))
        except OSError as error:
            self._trouble = f"Telemetry: port {port} cannot be used ({error.strerror}); set another (telemetry.port)."
            logger.warning("%s", self._trouble)
            return []
        return [PrometheusMetricReader(scope_info_enabled=False, registry=registry)]

    def _span_processors(self, wanted: TelemetrySettings, traces: Path) -> Iterator[SpanProcessor]:
        if wanted.traces:
            yield BatchSpanProcessor(TraceFile(traces), schedule_delay_millis=_SPANS_EVERY_MS)
        if wanted.otlp_url:
            exporter = OTLPSpanExporter(f"{wanted.otlp_url.rstrip('/')}/v1/traces", timeout=_PATIENCE_S)
            told = self._reach.following(exporter)
            yield BatchSpanProcessor(told, schedule_delay_millis=_SPANS_EVERY_MS)


def _for_this_computer(answer: "WSGIApplication", port: int) -> "WSGIApplication":
    """Answer only who asks for this computer by name: a web page can have its own name lead here."""
    hosts = {f"{name}:{port}" for name in (LOOPBACK, "localhost")}

    def guarded(environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        if environ.get("HTTP_HOST", "") in hosts:
            return answer(environ, start)
        start("403 Forbidden", [("Content-Type", "text/plain")])
        return [b"Ask for 127.0.0.1.\n"]

    return guarded
