import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from processing.fetching import CancelledError, FetchError, fetch, is_address

CONTENT = bytes(range(256)) * 8_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()
NEVER = threading.Event()


class Shelf(ThreadingHTTPServer):
    """Serves CONTENT at /model.bin, in ranges; at /short it closes early; counts the bytes asked for."""

    asked: list[str]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Shelf)
        wanted = self.headers.get("Range", "")
        server.asked.append(wanted)
        if self.path == "/absent":
            self.send_error(404)
            return
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        if start >= len(CONTENT):
            self.send_error(416)
            return
        body = CONTENT[start:]
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if self.path == "/short" and not wanted else body)

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


def address(shelf: Shelf, name: str) -> str:
    return f"http://127.0.0.1:{shelf.server_port}/{name}"


def test_a_file_arrives_whole_with_progress(shelf: Shelf, tmp_path: Path) -> None:
    seen: list[tuple[int, int | None]] = []

    found = fetch(address(shelf, "model.bin"), tmp_path / "m", SHA256, lambda *now: seen.append(now), NEVER)

    assert found == SHA256
    assert (tmp_path / "m").read_bytes() == CONTENT
    assert seen[-1] == (len(CONTENT), len(CONTENT))
    assert len(seen) > 2
    assert [path.name for path in tmp_path.iterdir()] == ["m"]


def test_broken_off_it_goes_on_where_it_stopped(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="goes on"):
        fetch(address(shelf, "short"), tmp_path / "m", SHA256, lambda have, total: None, NEVER)
    assert not (tmp_path / "m").exists()
    have = (tmp_path / "m.part").stat().st_size
    assert 0 < have < len(CONTENT)

    fetch(address(shelf, "short"), tmp_path / "m", SHA256, lambda have, total: None, NEVER)

    assert (tmp_path / "m").read_bytes() == CONTENT
    assert shelf.asked == ["", f"bytes={have}-"]


def test_stopped_by_its_owner_it_keeps_what_it_has(shelf: Shelf, tmp_path: Path) -> None:
    cancelled = threading.Event()

    with pytest.raises(CancelledError):
        fetch(address(shelf, "model.bin"), tmp_path / "m", SHA256, lambda have, total: cancelled.set(), cancelled)

    assert (tmp_path / "m.part").stat().st_size > 0


def test_a_part_that_is_whole_already_is_taken(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "m.part").write_bytes(CONTENT)

    assert fetch(address(shelf, "model.bin"), tmp_path / "m", SHA256, lambda have, total: None, NEVER) == SHA256


def test_what_is_not_what_it_should_be_is_not_kept(shelf: Shelf, tmp_path: Path) -> None:
    with pytest.raises(FetchError, match="not what it should be"):
        fetch(address(shelf, "model.bin"), tmp_path / "m", "0" * 64, lambda have, total: None, NEVER)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["absent"])
def test_what_is_not_there_is_told(shelf: Shelf, tmp_path: Path, name: str) -> None:
    with pytest.raises(FetchError, match="404"):
        fetch(address(shelf, name), tmp_path / "m", "", lambda have, total: None, NEVER)
    with pytest.raises(FetchError, match="No such file"):
        fetch(str(tmp_path / "nowhere"), tmp_path / "m", "", lambda have, total: None, NEVER)


def test_a_file_of_a_folder_is_copied(tmp_path: Path) -> None:
    (tmp_path / "here").write_bytes(CONTENT)

    assert fetch(str(tmp_path / "here"), tmp_path / "there", "", lambda have, total: None, NEVER) == SHA256
    assert (tmp_path / "there").read_bytes() == CONTENT


def test_addresses_and_paths() -> None:
    assert is_address("https://example.org/model")
    assert not is_address("/home/me/model")
    assert not is_address("ftp://example.org/model")
