"""The right side of the search page: the chosen hit's picture, its text, what was around it, and what to do with it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTextEdit, QVBoxLayout, QWidget

from app.ui.background import Background, explain
from app.ui.icons import icon
from app.ui.pictures import Frame, load_frame
from app.ui.search.picture_view import NOTHING, PictureView
from app.ui.theme import Theme
from app.ui.widgets.labels import ElidedLabel, label
from app.ui.words import clock_time
from storage.events import Event
from storage.media import MediaStore
from storage.store import EventQuery, Hit, Store
from storage.topics import WINDOW_FOCUS

WIDTH_PX = 400
PICTURE_PX = 2 * (WIDTH_PX - 32)
AROUND_US = 180_000_000
AROUND_ROWS = 6


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is shown beside a hit: its picture and the windows around it."""

    frame: Frame
    windows: tuple[Event, ...]


class Preview(QWidget):
    """Shows one hit. Emits `opened` with a time in microseconds, and `said` with a message for the owner."""

    opened = Signal(object)
    said = Signal(str)

    def __init__(self, store: Store, media: MediaStore, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH_PX)
        self._store = store
        self._media = media
        self._hit: Hit | None = None
        self._reads = Background(self)
        self.picture = PictureView(theme, self)
        self.text = QTextEdit(self)
        self.text.setObjectName("found")
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("Text of this moment"))
        self._around = QVBoxLayout()
        self._around.setSpacing(5)
        self.open_button = QPushButton(self.tr("Open in timeline"), self)
        self.open_button.setProperty("role", "accent")
        self.open_button.clicked.connect(self._open)
        self.copy_button = QPushButton(self.tr("Copy text"), self)
        self.copy_button.clicked.connect(self._copy)
        self._arrange()
        self.set_theme(theme)
        self.show_hit(None)

    @property
    def busy(self) -> bool:
        """Whether the picture is on its way."""
        return self._reads.busy

    def show_hit(self, hit: Hit | None) -> None:
        """Show another hit, or none."""
        self._hit = hit
        if hit is None:
            self._reads.cancel()
            return
        self.text.setPlainText(hit.event.text or "")
        self.copy_button.setEnabled(bool(hit.event.text))
        self.picture.wait()
        store, media = self._store, self._media
        self._reads.ask(lambda: _surroundings(store, media, hit), self._show_surroundings, self._fail)

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self.picture.set_theme(theme)
        self.copy_button.setIcon(icon("copy", theme.dim))
        self.open_button.setIcon(icon("timeline", theme.accent_text))

    def _show_surroundings(self, found: Surroundings) -> None:
        if self._hit is None:
            return
        self.picture.show_frame(found.frame, self._hit.boxes)
        while self._around.count():
            item = self._around.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for window in found.windows:
            app, title = window.data.get("app"), window.data.get("title")
            where = " — ".join(str(part) for part in (app, title) if part)
            inside = window.start_us <= self._hit.start_us < window.end_us
            line = ElidedLabel(f"{clock_time(window.start_us)}  {where}", "" if inside else "dim", self)
            self._around.addWidget(line)
        self._around_head.setVisible(bool(found.windows))

    def _fail(self, error: Exception) -> None:
        self.picture.show_frame(NOTHING, ())
        self.said.emit(explain(error))

    def _open(self) -> None:
        if self._hit is not None:
            self.opened.emit(self._hit.start_us)

    def _copy(self) -> None:
        if self._hit is not None and self._hit.event.text:
            QGuiApplication.clipboard().setText(self._hit.event.text)
            self.said.emit(self.tr("Text copied"))

    def _arrange(self) -> None:
        self._around_head = label(self.tr("Around this moment"), "head", self)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.copy_button)
        buttons.addStretch(1)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 16, 16, 16)
        inside.setSpacing(10)
        inside.addWidget(label(self.tr("Preview"), "head", self))
        inside.addWidget(self.picture)
        inside.addLayout(buttons)
        inside.addWidget(self._around_head)
        inside.addLayout(self._around)
        inside.addWidget(label(self.tr("Text"), "head", self))
        inside.addWidget(self.text, 1)


def _surroundings(store: Store, media: MediaStore, hit: Hit) -> Surroundings:
    windows = store.events(
        EventQuery((WINDOW_FOCUS,), hit.start_us - AROUND_US, hit.start_us + AROUND_US, limit=10 * AROUND_ROWS)
    )
    near = sorted(windows, key=lambda window: _distance_us(window, hit.start_us))[:AROUND_ROWS]
    frame = load_frame(store, media, hit.event, PICTURE_PX)
    return Surroundings(frame, tuple(sorted(near, key=lambda window: window.start_us)))


def _distance_us(window: Event, at_us: int) -> int:
    return max(window.start_us - at_us, at_us - window.end_us, 0)
