"""`daytrail models` against a real server whose connection breaks midway."""

import hashlib
import os
import pty
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

CONTENT = bytes(range(256)) * 12_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class Shelf(ThreadingHTTPServer):
    """Serves CONTENT as any name, in ranges; breaks off the first answer in the middle."""

    asked: list[tuple[str, str]]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Shelf)
        wanted = self.headers.get("Range", "")
        server.asked.append((self.path, wanted))
        body = CONTENT[int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0 :]
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if len(server.asked) == 1:
            self.wfile.write(body[: len(body) // 2])
            self.connection.close()
        else:
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    server = Shelf(("127.0.0.1", 0), Handler)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def daytrail(*arguments: str) -> tuple[int, str, str]:
    """Run a verb whose messages go to a terminal; return its exit code, output and messages."""
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "wb") as terminal:
        done = subprocess.run(
            [sys.executable, "-m", "app.cli.main", *arguments],
            stdout=subprocess.PIPE, stderr=terminal, stdin=subprocess.DEVNULL, timeout=60, check=False,
        )  # fmt: skip
    said = b""
    try:
        while piece := os.read(ours, 1 << 16):
            said += piece
    except OSError:
        pass  # how a terminal says that nobody writes to it any more
    os.close(ours)
    return done.returncode, done.stdout.decode(), said.decode()


def test_a_broken_fetch_goes_on_and_the_model_is_there(shelf: Shelf, home_folder: Path) -> None:
    own = ("--task", "ocr", "--file", f"det.onnx={SHA256}", "--licence", "MIT")
    get = ("models", "get", "mine", *own, "--from", f"http://127.0.0.1:{shelf.server_port}/shelf")

    broken, _, why = daytrail(*get)
    assert (broken, "goes on where it stopped" in why) == (1, True)
    have = (home_folder / "models" / "mine" / "det.onnx.part").stat().st_size
    code, said, progress = daytrail(*get)

    assert (code, "mine is there: 1 files" in said) == (0, True), progress
    assert f"of {len(CONTENT) / 1e6:.1f} MB" in progress
    assert shelf.asked == [("/shelf/det.onnx", ""), ("/shelf/det.onnx", f"bytes={have}-")]
    assert (home_folder / "models" / "mine" / "det.onnx").read_bytes() == CONTENT
    assert "mine" in daytrail("models")[1]

    (home_folder / "models" / "mine" / "det.onnx").write_bytes(b"damaged")
    code, said, _ = daytrail("models", "verify")
    assert code == 1
    assert "det.onnx" in said
    assert daytrail("models", "remove", "mine")[0] == 0
    assert not (home_folder / "models" / "mine").exists()


def test_what_is_not_what_was_promised_is_not_kept(shelf: Shelf, home_folder: Path) -> None:
    shelf.asked.append(("", ""))  # no break this time
    own = ("--task", "ocr", "--file", f"det.onnx={'0' * 64}")
    code, _, why = daytrail("models", "get", "mine", *own, "--from", f"http://127.0.0.1:{shelf.server_port}")
    assert (code, "not what it should be" in why) == (1, True)
    assert not list((home_folder / "models").rglob("det*"))
