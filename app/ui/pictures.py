"""Finds the picture that belongs to an event and decodes it off the main thread; keeps the last ones in memory."""

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage

from app.ui.timeline.thumbnails import decode
from storage.events import Event
from storage.media import MediaError, MediaMissingError, MediaStore
from storage.store import Store, StoreError
from storage.topics import SCREEN, THUMBNAIL, builtin_topics

KEPT = 240
NEAR_US = 120_000_000
GENERATIONS = 4


@dataclass(frozen=True, slots=True)
class Frame:
    """A decoded picture, and the size of the original that boxes refer to (equal when shown whole).

    Attributes:
        image: null when there is no picture.
        width: of the original, in pixels.
        height: of the original, in pixels.
        own: whether it is the very picture of the event, not merely what was on the screen then.
    """

    image: QImage
    width: int = 0
    height: int = 0
    own: bool = False


def picture_event(store: Store, event: Event) -> tuple[Event, bool] | None:
    """Return the event whose picture shows `event`, and whether it is its own; None when there is none near it."""
    found: Event | None = event
    for _ in range(GENERATIONS):
        if found is None:
            break
        topic = builtin_topics().get(found.topic)
        if found.media is not None and topic is not None and topic.picture:
            return found, True
        found = store.get(found.parent) if found.parent is not None else None
    frame = store.latest([SCREEN], event.start_us)
    if frame is not None and frame.media is not None and event.start_us - frame.end_us <= NEAR_US:
        return frame, False
    return None


def load_frame(store: Store, media: MediaStore, event: Event, width_px: int) -> Frame:
    """Read an event's picture, scaled down to a width; its thumbnail where the picture is gone. Off the main thread."""
    try:
        found = picture_event(store, event)
        if found is None:
            return Frame(QImage())
        frame, own = found
        image = decode(_content(store, media, frame))
    except (StoreError, MediaError):
        return Frame(QImage())
    width, height = frame.data.get("width"), frame.data.get("height")
    if not (isinstance(width, int) and isinstance(height, int)):
        width, height = image.width(), image.height()
    if image.width() > width_px:
        image = image.scaledToWidth(width_px, Qt.TransformationMode.SmoothTransformation)
    return Frame(image, width, height, own)


def _content(store: Store, media: MediaStore, frame: Event) -> bytes:
    """The picture itself, or, where its time to be kept is over, the thumbnail made from it."""
    try:
        return media.get(frame.media or "")
    except MediaMissingError:
        for child in store.children(frame.uid):
            if child.topic == THUMBNAIL and child.media is not None:
                return media.get(child.media)
        raise


class Pictures(QObject):
    """Thumbnails of events by uid: at once where known, else asked for and announced by `arrived`. Main thread."""

    arrived = Signal(bytes)
    _loaded = Signal(bytes, object)

    def __init__(self, store: Store, media: MediaStore, width_px: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._media = media
        self._width_px = width_px
        self._frames: OrderedDict[bytes, Frame] = OrderedDict()
        self._asked: set[bytes] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._loaded.connect(self._keep, Qt.ConnectionType.QueuedConnection)

    def frame(self, event: Event) -> Frame | None:
        """Return an event's thumbnail, or None and see to it."""
        found = self._frames.get(event.uid)
        if found is not None:
            self._frames.move_to_end(event.uid)
        elif event.uid not in self._asked:
            self._asked.add(event.uid)
            self._pool.start(_Load(self, event), -len(self._asked))
        return found

    def idle(self) -> bool:
        """Tell whether nothing is on its way."""
        return not self._asked

    def forget_waiting(self) -> None:
        """Drop what was asked for and is not under way."""
        self._pool.clear()
        self._asked.clear()

    def stop(self) -> None:
        """Drop what waits, and wait for the one under way."""
        self._pool.clear()
        self._pool.waitForDone(5_000)

    def load(self, event: Event) -> None:
        """Load one; runs on the pool's thread."""
        frame = load_frame(self._store, self._media, event, self._width_px)
        self._loaded.emit(event.uid, frame)

    def _keep(self, uid: bytes, frame: Frame) -> None:
        self._asked.discard(uid)
        self._frames[uid] = frame
        while len(self._frames) > KEPT:
            self._frames.popitem(last=False)
        self.arrived.emit(uid)


class _Load(QRunnable):
    def __init__(self, owner: Pictures, event: Event) -> None:
        super().__init__()
        self._owner = owner
        self._event = event

    def run(self) -> None:
        """Load it."""
        self._owner.load(self._event)
