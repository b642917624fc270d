"""Moves the playhead by itself: to the next or previous change of the screen, and along while playing."""

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from app.timeline.moment import change_after, change_before, voice_after
from app.ui.moment.speaker import Speaker
from app.ui.moment.view import MomentView
from app.ui.timeline.navigator import Navigator
from app.ui.timeline.worker import Worker
from storage.store import Store

_FRAME_MS = 40
_LEAD_US = 300_000
_LEAST_SILENCE_US = 1_500_000


class Stepper(QObject):
    """Steps and plays. For the main thread alone."""

    def __init__(self, navigator: Navigator, view: MomentView, store: Store, speaker: Speaker) -> None:
        super().__init__(view)
        self._speaker = speaker
        self._navigator, self._view, self._store = navigator, view, store
        self._watch = QElapsedTimer()
        self._expected_us = navigator.playhead_us
        self._until_us: int | None = None
        self._voiced: tuple[int, int] | None = None
        self._asking = False
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._advance)
        self._worker = Worker("stepping", self)
        self._worker.answered.connect(self._found)
        view.transport.previous.connect(self.back)
        view.transport.next.connect(self.forward)
        view.transport.play_toggled.connect(self.toggle)
        view.transport.speed_changed.connect(self._speed_changed)
        view.word_clicked.connect(self._jumped)
        speaker.unavailable.connect(view.transport.say)

    @property
    def playing(self) -> bool:
        """Whether the playhead moves."""
        return self._timer.isActive()

    def forward(self) -> None:
        """Go to the next change of the screen."""
        time_us, store = self._navigator.playhead_us, self._store
        self._worker.ask("step", lambda: change_after(store, time_us))

    def back(self) -> None:
        """Go to the previous change of the screen."""
        time_us, store = self._navigator.playhead_us, self._store
        self._worker.ask("step", lambda: change_before(store, time_us))

    def toggle(self) -> None:
        """Play, or pause."""
        if self.playing:
            self.pause()
        else:
            self._until_us = None
            self._asking, self._voiced = False, None
            self._watch.start()
            self._timer.start()
            self._view.transport.set_playing(True)
            self._sound()

    def play_span(self, start_us: int, end_us: int) -> None:
        """Play from the start of a span to its end."""
        self._navigator.place_playhead(start_us)
        self._until_us = end_us
        if not self.playing:
            self.toggle()
            self._until_us = end_us

    def pause(self) -> None:
        """Stop playing."""
        self._timer.stop()
        self._speaker.silence()
        self._view.transport.set_playing(False)
        self._view.transport.say("")

    def stop(self) -> None:
        """Stop playing and end the worker."""
        self._timer.stop()
        self._worker.stop()
        self._speaker.stop()

    def _advance(self) -> None:
        """Move on by the time that passed; when the owner put the playhead elsewhere, sound goes on from there."""
        passed_us = round(self._watch.restart() * 1_000 * self._view.transport.speed)
        jumped = self._navigator.playhead_us != self._expected_us
        if jumped:
            self._asking, self._voiced = False, None
        self._go(self._navigator.playhead_us + passed_us)
        self._expected_us = self._navigator.playhead_us
        if self._until_us is not None and self._navigator.playhead_us >= self._until_us:
            self.pause()
        elif self._skipped() or jumped:
            self._sound()

    def _skipped(self) -> bool:
        """Jump over silence to where somebody speaks next, if that is wanted; tell whether it did."""
        now_us, voiced = self._navigator.playhead_us, self._voiced
        if not self._view.transport.skips_silence or self._asking:
            return False
        if voiced is None or now_us >= voiced[1]:
            self._asking, store = True, self._store
            self._worker.ask("voice", lambda: voice_after(store, now_us))
            return False
        if voiced[0] - now_us < _LEAST_SILENCE_US:
            return False
        self._go(voiced[0] - _LEAD_US)
        return True

    def _sound(self) -> None:
        self._expected_us = self._navigator.playhead_us
        self._speaker.play(self._navigator.playhead_us, self._view.transport.speed)

    def _speed_changed(self) -> None:
        if self.playing:
            self._sound()

    def _jumped(self, time_us: int) -> None:
        """A click on a word plays it."""
        self._navigator.place_playhead(time_us)
        if not self.playing:
            self.toggle()

    def _found(self, name: str, answer: object) -> None:
        if name == "step" and isinstance(answer, int):
            self._go(answer)
        elif name == "voice" and isinstance(answer, tuple):
            self._asking, self._voiced = False, answer

    def _go(self, time_us: int) -> None:
        if self._navigator.viewport.shows(self._navigator.playhead_us):
            self._navigator.place_playhead(time_us)
            view = self._navigator.viewport
            if not view.shows(time_us):
                self._navigator.pan(view.x_of(time_us) - view.width_px * (0.1 if time_us > view.start_us else 0.9))
        else:
            self._navigator.go_to(time_us)
