"""Small pictures for the lanes: read and decoded on a thread of their own, the latest asked for first, kept by size."""

import logging
import threading
from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader

from storage.media import MediaError, MediaStore

_log = logging.getLogger(__name__)
_WAITING = 96
_STOP_DEADLINE_S = 10.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture to show: its address and the height it is shown at."""

    address: str
    height_px: int


def decode(content: bytes, height_px: int | None = None) -> QImage:
    """Return a picture, scaled down to a height where one is given; null when it cannot be decoded. Any thread."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if height_px and size.isValid() and size.height() > height_px:
        reader.setScaledSize(QSize(max(1, size.width() * height_px // size.height()), height_px))
    image = reader.read()
    if image.isNull():
        return image
    return image.convertToFormat(QImage.Format.Format_RGB32)


class Thumbnails(QObject):
    """A cache of decoded pictures. `image` and `stop` are for the main thread.

    Signals:
        arrived(): pictures asked for are there now.
    """

    arrived = Signal()

    def __init__(self, media: MediaStore, limit_bytes: int = 48_000_000, parent: QObject | None = None):
        super().__init__(parent)
        self._media = media
        self._limit_bytes = limit_bytes
        self._size_bytes = 0
        self._images: OrderedDict[Wanted, QImage] = OrderedDict()
        self._waiting: OrderedDict[Wanted, None] = OrderedDict()
        self._wake = threading.Condition()
        self._stopping = False
        self._losing = False
        self._busy = False
        self._thread = threading.Thread(target=self._run, name="thumbnails", daemon=True)
        self._thread.start()

    def image(self, wanted: Wanted) -> QImage | None:
        """Return a picture, or None and see to it: `arrived` tells when. A null image could not be read."""
        with self._wake:
            found = self._images.get(wanted)
            if found is not None:
                self._images.move_to_end(wanted)
                return found
            self._waiting[wanted] = None
            self._waiting.move_to_end(wanted)
            while len(self._waiting) > _WAITING:
                self._waiting.popitem(last=False)
            self._wake.notify()
        return None

    @property
    def size_bytes(self) -> int:
        """How much memory the pictures take."""
        return self._size_bytes

    @property
    def is_empty(self) -> bool:
        """Whether no picture is kept."""
        with self._wake:
            return not self._images

    def clear(self) -> None:
        """Forget all pictures, as after a deletion."""
        with self._wake:
            self._images.clear()
            self._waiting.clear()
            self._size_bytes = 0

    def idle(self) -> bool:
        """Tell whether nothing waits or is being decoded."""
        with self._wake:
            return not self._waiting and not self._busy

    def stop(self) -> None:
        """End the thread; waits for the picture under way."""
        with self._wake:
            self._stopping = True
            self._wake.notify()
        self._thread.join(_STOP_DEADLINE_S)

    def _run(self) -> None:
        while True:
            with self._wake:
                self._busy = False
                self._wake.wait_for(lambda: self._stopping or self._waiting)
                if self._stopping:
                    return
                self._busy = True
                wanted, _ = self._waiting.popitem(last=True)
            self._keep(wanted, self._load(wanted))

    def _keep(self, wanted: Wanted, image: QImage) -> None:
        with self._wake:
            self._images[wanted] = image
            self._size_bytes += image.sizeInBytes()
            while self._size_bytes > self._limit_bytes and len(self._images) > 1:
                self._size_bytes -= self._images.popitem(last=False)[1].sizeInBytes()
            if self._stopping or image.isNull():
                return
        self.arrived.emit()

    def _load(self, wanted: Wanted) -> QImage:
        try:
            image = decode(self._media.get(wanted.address), wanted.height_px)
        except (MediaError, OSError):
            if not self._losing:
                self._losing = True
                _log.warning("thumbnails cannot be read")
            return QImage()
        if self._losing:
            self._losing = False
            _log.info("thumbnails can be read again")
        if image.height() > wanted.height_px:
            return image.scaledToHeight(wanted.height_px, Qt.TransformationMode.SmoothTransformation)
        return image
