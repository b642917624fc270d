"""A small HTTP server that speaks the documented client protocol of Trino: POST, pages by nextUri, errors, DELETE.

A real Trino needs a distribution and a Java of its own that are not to be had as packages, so what is tested with this
is our side of the protocol and the client library's, not Trino's SQL: answers are chosen by the statement's text.
"""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = Mapping[str, Any]


def column(name: str, raw: str, *arguments: Json) -> Json:
    """Return a column as the protocol describes it."""
    return {"name": name, "type": raw, "typeSignature": signature(raw, *arguments)}


def signature(raw: str, *arguments: Json) -> Json:
    """Return a typeSignature."""
    return {"rawType": raw, "arguments": list(arguments)}


def of_type(inner: Json) -> Json:
    """Return an argument that is a type."""
    return {"kind": "TYPE", "value": inner}


def of_number(number: int) -> Json:
    """Return an argument that is a number."""
    return {"kind": "LONG", "value": number}


def of_field(name: str, inner: Json) -> Json:
    """Return an argument that is the field of a row."""
    return {"kind": "NAMED_TYPE", "value": {"fieldName": {"name": name}, "typeSignature": inner}}


@dataclass
class Answer:
    """What a statement is answered with: `pages` of rows, then the `error`; `endless` repeats the last page."""

    columns: Sequence[Json] = ()
    pages: Sequence[Sequence[Sequence[Any]]] = ()
    error: Json | None = None
    endless: bool = False


@dataclass
class TrinoServer:
    """Answers by the first key that a statement contains; remembers what it was asked."""

    answers: Mapping[str, Answer]
    port: int = 0
    asked: list[str] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    deleted: threading.Event = field(default_factory=threading.Event)
    status: int = 200

    def of(self, sql: str) -> Answer:
        """Return the answer for a statement."""
        for key, answer in self.answers.items():
            if key in sql:
                return answer
        missing = {"message": "line 1:1: no such statement", "errorName": "SYNTAX_ERROR", "errorType": "USER_ERROR"}
        return Answer(error=missing)

    def page(self, number: int, page: int) -> Json:
        """Return a page of the statement of this number; page 0 has no rows yet, as a server's first answer."""
        answer = self.of(self.asked[number])
        found: dict[str, Any] = {"id": f"q{number}", "infoUri": f"http://127.0.0.1:{self.port}/ui", "warnings": []}
        found["stats"] = {"state": "RUNNING" if page else "QUEUED", "progressPercentage": 12.5 * page}
        if self.deleted.is_set() and answer.endless:
            found["error"] = {"message": "Query was canceled", "errorName": "USER_CANCELED", "errorType": "USER_ERROR"}
            return found
        if page and answer.columns:
            found["columns"] = list(answer.columns)
        last = len(answer.pages)
        if 0 < page <= last or (page and answer.endless):
            found["data"] = answer.pages[min(page, last) - 1]
        if page > last and answer.error is not None:
            found["error"] = dict(answer.error)
        elif page <= last or answer.endless:
            found["nextUri"] = f"http://127.0.0.1:{self.port}/v1/statement/executing/q{number}/slug/{page + 1}"
        return found


@contextmanager
def serving(answers: Mapping[str, Answer]) -> Iterator[TrinoServer]:
    """Run a server while the context lasts."""
    server = TrinoServer(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            server.asked.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            server.headers.append(dict(self.headers))
            self._say(server.status, server.page(len(server.asked) - 1, 0))

        def do_GET(self) -> None:
            *_, query, _slug, page = self.path.split("/")
            self._say(server.status, server.page(int(query[1:]), int(page)))

        def do_DELETE(self) -> None:
            server.deleted.set()
            self.send_response(204)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _say(self, status: int, what: Json) -> None:
            body = json.dumps(what).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Http(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that goes away is no error here."""

    http = Http(("127.0.0.1", 0), Handler)
    server.port = http.server_address[1]
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
