"""One moment: heading, picture and transport on the left, inspector on the right. Reads off the main thread."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.timeline.details import number
from app.timeline.moment import CAMERA_DISPLAY, Moment, read_moment
from app.timeline.places import DayPlaces, Whereabouts, read_day, whereabouts
from app.timeline.ruler import clock_label, day_span
from app.timeline.zone import SECOND_US, Zone, wall_datetime
from app.ui.moment.inspector import Inspector
from app.ui.moment.picture import PictureView
from app.ui.moment.transport import Transport
from app.ui.sources.telling import told
from app.ui.theme import Theme
from app.ui.timeline.thumbnails import decode
from app.ui.timeline.wording import dated
from app.ui.timeline.worker import Worker
from app.ui.widgets.labels import ElidedLabel, label
from storage.media import MediaError, MediaStore
from storage.store import Store

_CHIP = "border-radius: 10px; padding: 2px 9px; min-height: 15px; max-height: 15px; font-size: 12px"


@dataclass(frozen=True, slots=True)
class Shown:
    """A moment with its picture decoded; `address` is None where there is none, the image null where it failed."""

    moment: Moment
    place: Whereabouts
    address: str | None
    image: QImage | None


class MomentView(QWidget):
    """Shows the moment it is told. `stop` before it goes.

    Signals:
        shown(moment): a moment is on the screen, whole.
        word_clicked(time_us): the owner clicked on a spoken word.
        place_named(name, spot): the owner gave a place a name.
    """

    shown = Signal(object)
    word_clicked = Signal(object)
    place_named = Signal(str, object)

    def __init__(
        self, store: Store, media: MediaStore, theme: Theme, zone: Zone, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._store, self._media, self._zone = store, media, zone
        self._display: int | None = None
        self._address: str | None = None
        self._time_us = 0
        self._day: DayPlaces | None = None
        self.moment = Moment(0)
        self.picture = PictureView(theme)
        self.inspector = Inspector(theme, zone)
        self.transport = Transport(theme)
        self._when, self._what = label("", "title"), ElidedLabel("", "dim")
        self._displays, self._size = QPushButton(), label("", "chip")
        self._lay_out()
        self.inspector.word_clicked.connect(self.word_clicked)
        self.inspector.place.named.connect(self.place_named)
        self._displays.clicked.connect(self._next_display)
        self._worker = Worker("moment", self)
        self._worker.answered.connect(self._answered)
        self._worker.failed.connect(self._failed)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw in other colours."""
        self._when.setStyleSheet("font-size: 19px; font-weight: 600")
        self._displays.setStyleSheet(f"{_CHIP}; color: {theme.dim}")
        for part in (self.picture, self.inspector, self.transport):
            part.set_theme(theme)

    def show_moment(self, time_us: int) -> None:
        """Show another moment; heading at once, the rest when it is read."""
        self._time_us = time_us
        self._head(time_us)
        store, media, display, known = self._store, self._media, self._display, self._address
        span, day = day_span(self._zone, time_us), self._day

        def read() -> Shown:
            there = day if day is not None and (day.start_us, day.end_us) == span else read_day(store, *span)
            place = whereabouts(there, time_us)
            return _read(store, media, time_us, display, known, place)

        self._worker.ask("moment", read)

    def renew(self) -> None:
        """Read the same moment again: there is new data."""
        self._day = None
        self.show_moment(self._time_us)

    def reload(self) -> None:
        """Something was deleted: forget the picture, and read the moment again."""
        self._address = None
        self.picture.show_message("", "")
        self.renew()

    def ask(self, name: str, job: Callable[[], object]) -> None:
        """Run another read on this view's worker (see `answers`)."""
        self._worker.ask(name, job)

    @property
    def answers(self) -> Worker:
        """The worker, to connect to."""
        return self._worker

    def idle(self) -> bool:
        """Tell whether nothing is being read."""
        return self._worker.idle()

    def stop(self) -> None:
        """End the worker."""
        self._worker.stop()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 10)
        head.setSpacing(10)
        head.addWidget(self._when)
        head.addWidget(self._what, 1)
        head.addWidget(self._displays)
        head.addWidget(self._size)
        framed = QHBoxLayout()
        framed.setContentsMargins(16, 0, 16, 0)
        framed.addWidget(self.picture)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addLayout(head)
        left.addLayout(framed, 1)
        left.addWidget(self.transport)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        whole.addWidget(self.inspector)
        self._displays.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._displays.setVisible(False)
        self._size.setVisible(False)

    def _head(self, time_us: int) -> None:
        self._when.setText(clock_label(self._zone, time_us, SECOND_US))
        wall = wall_datetime(self._zone, day_span(self._zone, time_us)[0])
        self._when.setToolTip(dated(f"{wall:%A} {wall.day} {wall:%B} {wall.year}"))

    def _answered(self, name: str, answer: object) -> None:
        if name == "moment" and isinstance(answer, Shown):
            self._show(answer)

    def _show(self, shown: Shown) -> None:
        if shown.image is None and shown.address not in (None, self._address):
            self._address = None  # the picture it relied on has been replaced meanwhile
            self.renew()
            return
        moment = self.moment = shown.moment
        self._day = shown.place.day
        self.inspector.show_place(shown.place)
        self.inspector.show_moment(moment)
        self._what.setText(
            " — ".join(part for part in (moment.app, f"“{moment.title}”" if moment.title else "") if part)
        )
        self._show_picture(shown)
        self._show_chips(moment)
        self.shown.emit(moment)

    def _show_picture(self, shown: Shown) -> None:
        if shown.address is None:
            self._address = None
            self.picture.show_message(
                *(
                    (told(shown.moment.gap), self.tr("Nothing was kept here."))
                    if shown.moment.gap
                    else (self.tr("No picture of this moment"), self.tr("The screen was not recorded here."))
                )
            )
        elif shown.image is not None and shown.image.isNull():
            self._address = None
            self.picture.show_message(
                self.tr("The picture cannot be shown"),
                self.tr("Its file is missing or damaged; the text found on it is kept."),
            )
        elif shown.image is not None:
            self._address = shown.address
            self.picture.show_picture(shown.image, shown.moment.lines)
        else:
            self.picture.show_text(shown.moment.lines)
        if shown.address is not None:
            self.picture.show_findings(shown.moment.findings)

    def _show_chips(self, moment: Moment) -> None:
        frame = moment.frame
        self._size.setVisible(frame is not None)
        self._displays.setVisible(frame is not None)
        if frame is None:
            return
        self._size.setText(f"{number(frame, 'width')} × {number(frame, 'height')}")
        screens = [each for each in moment.displays if each != CAMERA_DISPLAY]
        place = screens.index(moment.display) + 1 if moment.display in screens else 0
        words = self.tr("Display {0} of {1}").format(place, len(screens)) if place else self.tr("Camera")
        self._displays.setText(words)
        more = len(moment.displays) > 1
        self._displays.setEnabled(more)
        self._displays.setToolTip(self.tr("Show the next picture of this moment") if more else "")

    def _next_display(self) -> None:
        displays, shown = self.moment.displays, self.moment.display
        if displays:
            place = displays.index(shown) if shown in displays else 0
            self._display = displays[(place + 1) % len(displays)]
            self.renew()

    def _failed(self, name: str, message: str) -> None:
        if name == "moment":
            self.picture.show_message(self.tr("This moment cannot be read"), message)


def _read(
    store: Store, media: MediaStore, time_us: int, display: int | None, known: str | None, place: Whereabouts
) -> Shown:
    """Read a moment and decode its picture, unless it is the one that is shown already (`known`). A worker's job."""
    moment = read_moment(store, time_us, display)
    address = moment.frame.media if moment.frame is not None else None
    if address is None or address == known:
        return Shown(moment, place, address, None)
    try:
        return Shown(moment, place, address, decode(media.get(address)))
    except (MediaError, OSError):
        return Shown(moment, place, address, QImage())
