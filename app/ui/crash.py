"""When the window itself makes a mistake: a log entry, and a dialog with a report that holds no content.

A report names the kind of error and the lines of the program it passed; never its message, which may quote what the
owner sees, and never a variable.
"""

import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import PySide6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app import __version__
from app.ui.widgets.labels import label

logger = logging.getLogger(__name__)
_ROOT = Path(__file__).resolve().parents[2]


def report(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Return what may be sent to the developers about an error."""
    lines = [
        f"Daytrail {__version__}, Python {platform.python_version()}, Qt {PySide6.__version__}, {platform.platform()}",
        f"{kind.__module__}.{kind.__qualname__}",
    ]
    for frame in traceback.extract_tb(trace):
        path = Path(frame.filename)
        shown = path.relative_to(_ROOT) if path.is_relative_to(_ROOT) else path.name
        lines.append(f"  {shown}:{frame.lineno} in {frame.name}")
    return "\n".join(lines)


class CrashDialog(QDialog):
    """Shows a report, to be copied, and lets the owner go on or quit."""

    quitWanted = Signal()  # noqa: N815

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Daytrail")
        self.resize(620, 420)
        self.text = QPlainTextEdit(text, self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("Report"))
        self.copy_button = QPushButton(self.tr("Copy report"), self)
        self.quit_button = QPushButton(self.tr("Quit"), self)
        self.go_on_button = QPushButton(self.tr("Go on"), self)
        self.go_on_button.setProperty("role", "primary")
        self.go_on_button.setDefault(True)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        self.quit_button.clicked.connect(self._quit)
        self.go_on_button.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        for button in (self.copy_button, self.quit_button, self.go_on_button):
            buttons.addWidget(button)
        buttons.insertStretch(1)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(24, 22, 24, 20)
        inside.setSpacing(12)
        inside.addWidget(label(self.tr("The window made a mistake"), "title", self))
        explanation = self.tr(
            "Recording goes on, and nothing was lost. This report names only lines of the program, nothing of what you "
            "recorded; please send it to the developers."
        )
        inside.addWidget(label(explanation, "dim", self, wrap=True))
        inside.addWidget(self.text, 1)
        inside.addLayout(buttons)

    def _quit(self) -> None:
        self.accept()
        self.quitWanted.emit()


class CrashGuard(QObject):
    """Catches what nobody caught, on any thread, and shows it once at a time. Make and close it on the main thread."""

    quitWanted = Signal()  # noqa: N815
    _caught = Signal(str)

    def __init__(self, parent: Callable[[], QWidget | None], owner: QObject | None = None) -> None:
        super().__init__(owner)
        self._parent = parent
        self._shown: CrashDialog | None = None
        self._before = sys.excepthook, threading.excepthook
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)
        sys.excepthook = self._catch
        threading.excepthook = lambda args: self._catch(args.exc_type, args.exc_value, args.exc_traceback)

    def close(self) -> None:
        """Put back what was there before."""
        sys.excepthook, threading.excepthook = self._before

    def _catch(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            self._before[0](kind, error or kind(), trace)
            return
        logger.error("nobody caught this:\n%s", report(kind, trace))
        self._caught.emit(report(kind, trace))

    def _show(self, text: str) -> None:
        if self._shown is not None:
            return
        self._shown = CrashDialog(text, self._parent())
        self._shown.quitWanted.connect(self.quitWanted)
        self._shown.finished.connect(self._forget)
        self._shown.open()

    def _forget(self) -> None:
        self._shown = None
