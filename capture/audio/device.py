"""A microphone that is open: starts the process that listens, and turns what it writes into samples and their times."""

import json
import os
import subprocess
import sys
from collections.abc import Callable

import numpy as np

from capture.audio.child import HEADER, NO_DEVICE, Opened
from capture.audio.clock import SampleClock
from capture.audio.resample import Resampler
from capture.audio.samples import Samples, mono
from capture.health import SourceUnavailableError
from capture.wake import Wake
from storage.clock import Clock

RATE_HZ = 16_000
_OPEN_S = 15.0
_SILENT_TOO_LONG_S = 5.0
_READ_BYTES = 1 << 18

_LOST = "The microphone, or the system's sound server, went away."


class Microphone:
    """An open microphone. One thread may use it; `close` it in the end.

    Attributes:
        name: of the device.
        descriptor: readable when there is sound, or when it went away.
    """

    def __init__(self, wanted: str, clock: Clock, wake: Wake, over: Callable[[], bool]) -> None:
        """Open the device of this name or part of a name, "" for the system's default; give up when `over`.

        Raises:
            SourceUnavailableError: there is none, or PortAudio is missing.
        """
        self._wall = clock
        self._clock = SampleClock()
        self._pending = b""
        self._process = subprocess.Popen(  # noqa: S603 - our own module; the name of a device is an argument, no code
            [sys.executable, "-m", "capture.audio.child", wanted, str(RATE_HZ)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # what is typed at our terminal is not for it
        )
        assert self._process.stdout is not None
        self.descriptor = self._process.stdout.fileno()
        os.set_blocking(self.descriptor, False)
        try:
            opened = self._await_opened(wake, over)
            if opened.error:
                raise SourceUnavailableError(opened.error)
        except BaseException:
            self.close()
            raise
        self.name = opened.name
        self._rate_hz, self._channels = opened.rate_hz, opened.channels
        self._resampler: Resampler | None = None
        self._expected = -1
        self._given = 0
        self._heard_s = clock.monotonic_s()

    def read(self) -> list[tuple[int, Samples]]:
        """Return what was heard since the last call: number of the first sample at RATE_HZ, and samples.

        Numbers go on from one to the next; where they do not, what lies between was lost.

        Raises:
            SourceUnavailableError: it was unplugged, or the sound server is gone.
        """
        gone = self._fill()
        found = []
        while (block := self._next_block()) is not None:
            at_us, position, samples = block
            self._heard_s = self._wall.monotonic_s()
            self._clock.heard((position + samples.size) / self._rate_hz, at_us)
            found.append(self._at_our_rate(position, samples))
        if not found and (gone or self._wall.monotonic_s() - self._heard_s > _SILENT_TOO_LONG_S):
            raise SourceUnavailableError(_LOST)
        return found

    def time_us(self, sample: int) -> int:
        """Return when the sample of this number was heard."""
        return self._clock.time_us(sample / RATE_HZ)

    def close(self) -> None:
        """Let the device go."""
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def _await_opened(self, wake: Wake, over: Callable[[], bool]) -> Opened:
        until_s = self._wall.monotonic_s() + _OPEN_S
        while b"\n" not in self._pending:
            left_s = until_s - self._wall.monotonic_s()
            if self._fill() or left_s <= 0 or over():  # it ends without a word where sound cannot even be set up
                raise SourceUnavailableError(NO_DEVICE)
            wake.wait(left_s, self.descriptor)
        line, _, self._pending = self._pending.partition(b"\n")
        return Opened(**json.loads(line))

    def _fill(self) -> bool:
        """Take in what was written, without waiting; True when nothing more will come."""
        while True:
            try:
                content = os.read(self.descriptor, _READ_BYTES)
            except BlockingIOError:
                return False
            if not content:
                return True
            self._pending += content

    def _next_block(self) -> tuple[int, int, Samples] | None:
        if len(self._pending) < HEADER.size:
            return None
        at_us, position, size = HEADER.unpack_from(self._pending)
        if len(self._pending) < HEADER.size + size:
            return None
        content = self._pending[HEADER.size : HEADER.size + size]
        self._pending = self._pending[HEADER.size + size :]
        return at_us, position, mono(content, self._channels)

    def _at_our_rate(self, position: int, samples: Samples) -> tuple[int, Samples]:
        if self._rate_hz == RATE_HZ:
            return position, samples
        if self._resampler is None or position != self._expected:
            self._resampler = Resampler(self._rate_hz, RATE_HZ)
            self._given = round(position * RATE_HZ / self._rate_hz)
        self._expected = position + samples.size
        changed = np.asarray(self._resampler.feed(samples), np.int16)
        start, self._given = self._given, self._given + changed.size
        return start, changed
