"""Plays recorded sound on a thread of its own, from a moment on, at a speed; silent where there is no output device."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.timeline.soundtrack import Samples, Soundtrack
from app.timeline.zone import SECOND_US
from storage.store import StoreError

_log = logging.getLogger(__name__)
RATE_HZ = 24_000
_BLOCK = RATE_HZ // 10
_MOST_AUDIBLE = 2.0
_STOP_DEADLINE_S = 10.0


class OutputError(Exception):
    """There is no way to play sound; the message says why."""


class Output(Protocol):
    """An open way to the loudspeaker; blocks as long as the sound it was given lasts, less a little buffer."""

    def write(self, samples: Samples) -> None:
        """Play mono samples at `RATE_HZ` (raises OutputError)."""
        ...

    def close(self) -> None:
        """Let go of the device."""
        ...


class _SoundDevice:
    """The computer's own output, through PortAudio."""

    def __init__(self) -> None:
        try:
            import sounddevice

            self._failed = sounddevice.PortAudioError
            self._stream = sounddevice.OutputStream(samplerate=RATE_HZ, channels=1, dtype="float32", blocksize=_BLOCK)
            self._stream.start()
        except OSError as error:  # the PortAudio library is not installed
            raise OutputError("Sound cannot be played: the PortAudio library is missing.") from error
        except sounddevice.PortAudioError as error:
            raise OutputError("This computer has no sound output: pictures only.") from error

    def write(self, samples: Samples) -> None:
        try:
            self._stream.write(samples.reshape(-1, 1))
        except self._failed as error:
            raise OutputError("The sound output went away: pictures only.") from error

    def close(self) -> None:
        self._stream.close()


@dataclass(frozen=True, slots=True)
class _Wish:
    """What to play: from when, how fast; a new one replaces the old."""

    start_us: int
    speed: float


class Speaker(QObject):
    """Plays a soundtrack. `play`, `silence` and `stop` are for the main thread and return at once (`stop` waits).

    Signals:
        unavailable(message): there is no sound, and why.
    """

    unavailable = Signal(str)

    def __init__(
        self,
        soundtrack: Soundtrack,
        open_output: Callable[[], Output] = _SoundDevice,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._soundtrack, self._open_output = soundtrack, open_output
        self._wake = threading.Condition()
        self._wish: _Wish | None = None
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="speaker", daemon=True)
        self._thread.start()

    def play(self, start_us: int, speed: float) -> None:
        """Play from a moment on; beyond double speed there is nothing to understand, and nothing is played."""
        self._want(_Wish(start_us, speed) if speed <= _MOST_AUDIBLE else None)

    def silence(self) -> None:
        """Play nothing."""
        self._want(None)

    def stop(self) -> None:
        """End the thread."""
        with self._wake:
            self._stopping = True
        self._want(None)
        self._thread.join(_STOP_DEADLINE_S)

    def _want(self, wish: _Wish | None) -> None:
        with self._wake:
            self._wish = wish
            self._wake.notify()

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._stopping or self._wish is not None)
                if self._stopping:
                    return
                wish = self._wish
            if wish is not None:
                self._play(wish)

    def _play(self, wish: _Wish) -> None:
        """Play until something else is wanted."""
        try:
            output = self._open_output()
            try:
                at_us, step_us = wish.start_us, round(_BLOCK * SECOND_US / RATE_HZ * wish.speed)
                while self._wish is wish:
                    output.write(np.clip(self._soundtrack.samples(at_us, step_us, _BLOCK), -1.0, 1.0))
                    at_us += step_us
            finally:
                output.close()
        except (OutputError, StoreError) as error:
            _log.info("playing without sound")
            with self._wake:
                if self._wish is wish:
                    self._wish = None
                if self._stopping:
                    return
            self.unavailable.emit(str(error))
