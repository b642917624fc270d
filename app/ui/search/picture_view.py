"""A picture that fills its width, with boxes on it; draws a calm ground while it waits or where there is none."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.pictures import Frame
from app.ui.theme import Theme
from storage.store import Box

NOTHING = Frame(QImage())


class PictureView(QWidget):
    """Shows a frame as wide as it is itself, at most three quarters as high."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._frame = NOTHING
        self._boxes: tuple[Box, ...] = ()
        self._waiting = False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def frame(self) -> Frame:
        """What is shown."""
        return self._frame

    def show_frame(self, frame: Frame, boxes: tuple[Box, ...]) -> None:
        """Show a picture with boxes in pixels of the original."""
        self._waiting = False
        self._frame, self._boxes = frame, boxes if frame.own else ()
        self.setAccessibleName(self.tr("Picture of the screen") if not frame.image.isNull() else self.tr("No picture"))
        self.updateGeometry()
        self.update()

    def wait(self) -> None:
        """Keep what is shown until another picture comes, without its boxes."""
        self._waiting = True
        self._boxes = ()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw in another theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(360, self.heightForWidth(360))

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        image = self._frame.image
        if image.isNull():
            return round(width * 0.5)
        return round(min(width * image.height() / image.width(), width * 0.75))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        whole = QRectF(self.rect())
        shape = QPainterPath()
        shape.addRoundedRect(whole, 7, 7)
        painter.fillPath(shape, QColor(self._theme.raised))
        painter.setClipPath(shape)
        image = self._frame.image
        if image.isNull():
            painter.setPen(QColor(self._theme.faint_text))
            text = "" if self._waiting else self.tr("No picture of this moment")
            painter.drawText(whole, Qt.AlignmentFlag.AlignCenter, text)
            return
        scale = min(whole.width() / image.width(), whole.height() / image.height())
        width, height = image.width() * scale, image.height() * scale
        shown = QRectF((whole.width() - width) / 2, (whole.height() - height) / 2, width, height)
        painter.setOpacity(0.6 if self._waiting else 1.0)
        painter.drawImage(shown, image)
        self._paint_boxes(painter, shown)

    def _paint_boxes(self, painter: QPainter, shown: QRectF) -> None:
        if not (self._frame.width and self._frame.height):
            return
        across, down = shown.width() / self._frame.width, shown.height() / self._frame.height
        ground = QColor(self._theme.warn)
        ground.setAlpha(90)
        for box in self._boxes:
            mark = QRectF(
                shown.left() + box.x * across, shown.top() + box.y * down, box.width * across, box.height * down
            ).adjusted(-1.5, -1.5, 1.5, 1.5)
            painter.setPen(QPen(QColor(self._theme.warn), 1.5))
            painter.setBrush(ground)
            painter.drawRoundedRect(mark, 2, 2)
