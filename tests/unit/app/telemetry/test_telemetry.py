import json
import logging
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from app.demo.waiting import until
from app.telemetry.health import judge
from app.telemetry.settings import TelemetrySettings
from app.telemetry.subject import Running
from app.telemetry.tap import TappedLog
from app.telemetry.telemetry import Telemetry
from capture.health import SourceHealth, SourceState
from storage.log import Commit
from storage.sqlite.fulltext import FulltextIndexer
from storage.topics import CLIPBOARD
from tests.data.passing import copied, found_in
from tests.data.ports import free_port

SOURCES = (SourceHealth("screen", "Screen", SourceState.RECORDING), SourceHealth("camera", "", SourceState.UNAVAILABLE))


@pytest.fixture
def telemetry(tapped: TappedLog, indexer: FulltextIndexer, tmp_path: Path) -> Iterator[Telemetry]:
    running = Running(tapped, lambda: SOURCES, tuple, lambda: {"free": 5}, lambda: judge(SOURCES, ()))
    made = Telemetry(running, tapped, indexer, tmp_path / "logs" / "traces.jsonl")
    yield made
    assert made.stop(5)


def scraped(port: int | None) -> dict[str, float]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=60) as answer:
        lines = answer.read().decode().splitlines()
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")}


def value(figures: dict[str, float], name: str, *labels: str) -> float:
    keys = [key for key in figures if key.partition("{")[0] == name and all(each in key for each in labels)]
    (found,) = [figures[key] for key in keys]
    return found


def test_nothing_listens_until_it_is_asked_for(telemetry: Telemetry, tapped: TappedLog) -> None:
    assert telemetry.port is None
    assert tapped.watcher is None


def test_prometheus_reads_counts_delays_and_health(
    telemetry: Telemetry, tapped: TappedLog, indexer: FulltextIndexer
) -> None:
    tapped.append([copied()])  # before it was turned on: counted all the same
    indexer.catch_up()
    telemetry.apply(TelemetrySettings(prometheus=True, port=free_port()))
    tapped.subscribe("g", [CLIPBOARD])
    tapped.append([copied()])
    indexer.catch_up()

    figures = scraped(telemetry.port)

    assert value(figures, "daytrail_events_total", CLIPBOARD) == 2
    assert value(figures, "daytrail_backlog", '"g"') == 2
    assert value(figures, "daytrail_source_up", '"screen"') == 1
    assert value(figures, "daytrail_source_up", '"camera"') == 0
    assert value(figures, "daytrail_health") == 1
    assert value(figures, "daytrail_disk_bytes", "free") == 5
    assert value(figures, "daytrail_memory_bytes", "main") > 1e6
    assert value(figures, "daytrail_delay_seconds_count", CLIPBOARD) == 1
    assert value(figures, "daytrail_delay_seconds_bucket", CLIPBOARD, 'le="1.0"') == 0
    assert value(figures, "daytrail_delay_seconds_bucket", CLIPBOARD, 'le="60.0"') == 1
    assert value(figures, "daytrail_searchable_seconds_count", CLIPBOARD) == 1


def test_turned_off_it_lets_go_of_its_port_and_on_another_it_goes_on_counting(
    telemetry: Telemetry, tapped: TappedLog
) -> None:
    first, second = free_port(), free_port()
    telemetry.apply(TelemetrySettings(prometheus=True, port=first))
    tapped.append([copied()])
    telemetry.apply(TelemetrySettings(prometheus=True, port=second))

    assert value(scraped(second), "daytrail_events_total", CLIPBOARD) == 1
    telemetry.apply(TelemetrySettings(prometheus=True, port=first))
    assert telemetry.port == first


def test_a_port_that_is_taken_is_trouble_and_no_crash(telemetry: Telemetry) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as taken:
        telemetry.apply(TelemetrySettings(prometheus=True, port=taken.server_port))
        assert f"port {taken.server_port} cannot be used" in telemetry.trouble
    telemetry.apply(TelemetrySettings())
    assert telemetry.trouble == ""


def test_a_page_whose_name_leads_here_is_told_nothing(telemetry: Telemetry) -> None:
    telemetry.apply(TelemetrySettings(prometheus=True, port=free_port()))
    asked = urllib.request.Request(f"http://127.0.0.1:{telemetry.port}/metrics", headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError, match="403") as refused:
        urllib.request.urlopen(asked, timeout=60)
    refused.value.close()


def test_a_collector_that_is_not_there_is_trouble_and_holds_nothing_up(
    telemetry: Telemetry, tapped: TappedLog, caplog: pytest.LogCaptureFixture
) -> None:
    telemetry.apply(TelemetrySettings(otlp_url=f"http://127.0.0.1:{free_port()}"))
    tapped.append([copied()])
    with caplog.at_level(logging.WARNING):
        until(lambda: "takes nothing" in telemetry.trouble, "the trouble", timeout_s=60)
        tapped.append([copied()])
        assert telemetry.stop(5)
    assert len([one for one in caplog.records if "takes nothing" in one.message]) == 1
    assert not [one for one in caplog.records if one.name.startswith("opentelemetry.exporter")]


def test_traces_are_kept_as_lines(telemetry: Telemetry, tapped: TappedLog, tmp_path: Path) -> None:
    telemetry.apply(TelemetrySettings(traces=True))
    event = copied()
    tapped.append([event])
    telemetry.stop(5)

    first = json.loads((tmp_path / "logs" / "traces.jsonl").read_text().splitlines()[0])

    assert first["name"] == f"capture {CLIPBOARD}"
    assert first["context"]["trace_id"] == f"0x{event.uid.hex()}"


def test_one_trace_leads_from_capture_to_searchable(
    telemetry: Telemetry, tapped: TappedLog, indexer: FulltextIndexer, tmp_path: Path
) -> None:
    telemetry.apply(TelemetrySettings(traces=True))
    tapped.subscribe("processor.entities", [CLIPBOARD])
    event, other = copied("a secret recipe"), copied()
    tapped.append([event])
    offset = tapped.read("processor.entities").offset
    result = replace(found_in(event), text="of a secret")
    assert tapped.append([result], commit=Commit("processor.entities", offset)).added == 1
    tapped.append([other])
    indexer.catch_up()
    telemetry.stop(5)
    indexer.catch_up()

    written = (tmp_path / "logs" / "traces.jsonl").read_text()
    spans = [json.loads(line) for line in written.splitlines()]
    mine = [span for span in spans if span["context"]["trace_id"] == f"0x{event.uid.hex()}"]

    assert [span["name"] for span in mine] == [
        f"capture {CLIPBOARD}", "store", "process entities", "store", "index", "index",
    ]  # fmt: skip
    capture, stored, process, kept, first, second = mine
    assert first["parent_id"] == capture["context"]["span_id"]
    assert second["parent_id"] == process["context"]["span_id"]
    assert first["end_time"] >= stored["end_time"]
    assert second["end_time"] >= kept["end_time"]
    assert len({span["context"]["span_id"] for span in spans}) == len(spans)
    assert len(spans) - len(mine) == 3, "the other one is in a trace of its own"
    assert "secret" not in written


def test_nobody_watches_the_index_until_it_is_asked_for(telemetry: Telemetry, indexer: FulltextIndexer) -> None:
    assert indexer.watcher is None
    telemetry.apply(TelemetrySettings(traces=True))
    assert indexer.watcher is not None
    telemetry.apply(TelemetrySettings())
    assert indexer.watcher is None


class Collector(ThreadingHTTPServer):
    """Takes what an OpenTelemetry collector takes."""

    spans: list[bytes]
    paths: set[str]


class Taker(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server = self.server
        assert isinstance(server, Collector)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.paths.add(self.path)
        if self.path == "/v1/traces":
            server.spans.append(body)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_a_collector_is_sent_spans_and_figures(telemetry: Telemetry, tapped: TappedLog) -> None:
    server = Collector(("127.0.0.1", 0), Taker)
    server.spans, server.paths = [], set()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        telemetry.apply(TelemetrySettings(otlp_url=f"http://127.0.0.1:{server.server_port}/"))
        event = copied()
        tapped.append([event])
        telemetry.stop(5)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

    assert server.paths == {"/v1/traces", "/v1/metrics"}
    sent = ExportTraceServiceRequest.FromString(server.spans[0])
    (span, _) = sent.resource_spans[0].scope_spans[0].spans
    assert span.trace_id == event.uid
