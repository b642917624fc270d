"""Understands a span once more, through `daytrail reprocess` in a process of its own."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from app.ui.words import US_PER_S

PROCESSORS = ("ocr", "transcription")
_END_MS = 5_000


class Reprocessing(QObject):
    """Runs one span at a time, one processor after the other. For the main thread alone.

    Signals:
        said(text, wrong): what it is doing, or what went wrong.
        finished(): there may be other results now.
    """

    said = Signal(str, bool)
    finished = Signal()

    def __init__(self, home: Path, parent: QObject | None = None, *, program: tuple[str, ...] = ()) -> None:
        """Make it for a data folder; `program` is what starts the command line, this very one unless given."""
        super().__init__(parent)
        self._program = program or (sys.executable, "-m", "app.cli.main")
        self._waiting: list[str] = []
        self._span_us = (0, 0)
        self._added = 0
        self._process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("DAYTRAIL_HOME", str(home))
        self._process.setProcessEnvironment(environment)
        self._process.finished.connect(self._ended)
        self._process.errorOccurred.connect(self._failed)

    @property
    def busy(self) -> bool:
        """Whether a span is being worked on."""
        return self._process.state() is not QProcess.ProcessState.NotRunning or bool(self._waiting)

    def run(self, start_us: int, end_us: int) -> None:
        """Read the screen and write down speech of `[start_us, end_us)` once more; the old results stay until then."""
        if self.busy:
            self.said.emit(self.tr("Another span is being processed; wait until it is done."), True)
            return
        self._span_us, self._added, self._waiting = (start_us, end_us), 0, list(PROCESSORS)
        self.said.emit(self.tr("Processing again…"), False)
        self._next()

    def stop(self) -> None:
        """End the process; what is done so far stays."""
        self._waiting.clear()
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            self._process.blockSignals(True)
            self._process.terminate()
            if not self._process.waitForFinished(_END_MS):
                self._process.kill()
                self._process.waitForFinished(_END_MS)

    def _next(self) -> None:
        name = self._waiting.pop(0)
        start_us, end_us = self._span_us
        times = ("--from", _moment(start_us), "--to", _moment(end_us + US_PER_S - 1))
        self._process.start(self._program[0], [*self._program[1:], "reprocess", "-p", name, *times, "--json"])

    def _ended(self, code: int) -> None:
        if code:
            lines = bytes(self._process.readAllStandardError().data()).decode(errors="replace").strip().splitlines()
            self._give_up(lines[-1] if lines else self.tr("Processing again failed; its log says more."))
            return
        self._added += _added(bytes(self._process.readAllStandardOutput().data()))
        if self._waiting:
            self._next()
            return
        self.said.emit(self.tr("Processed again: %Ln result(s)", None, self._added), False)
        self.finished.emit()

    def _failed(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self._give_up(self._process.errorString())

    def _give_up(self, message: str) -> None:
        self._waiting.clear()
        self.said.emit(message, True)
        self.finished.emit()


def _moment(at_us: int) -> str:
    """A time as the command line reads it, to the second, in UTC."""
    return f"{datetime.fromtimestamp(at_us // US_PER_S, UTC):%Y-%m-%dT%H:%M:%S}+00:00"


def _added(answer: bytes) -> int:
    """The number of results that the command's answer names."""
    try:
        told = json.loads(answer)
    except ValueError:
        return 0
    added = told.get("added") if isinstance(told, dict) else None
    return added if isinstance(added, int) else 0
