"""Opens a microphone through PortAudio; its callback fills a ring and nothing else."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from capture.audio.clock import SampleClock
from capture.audio.resample import Resampler
from capture.audio.ring import Ring, Samples
from capture.health import SourceUnavailableError
from storage.clock import Clock

RATE_HZ = 16_000
_BLOCK_S = 0.2
_RING_S = 60
_SILENT_TOO_LONG_S = 5.0

_NO_LIBRARY = "The PortAudio library is missing. On Debian or Ubuntu: sudo apt-get install libportaudio2"
_NO_DEVICE = "No microphone was found. Connect one, or choose one in the settings."
_LOST = "The microphone, or the system's sound server, went away."


class Microphone:
    """An open microphone. One thread may use it; `close` it in the end.

    Attributes:
        name: of the device.
        clock: tells when a position (seconds since it was opened) was heard.
    """

    def __init__(self, wanted: str, clock: Clock) -> None:
        """Open the device of this name or part of a name, "" for the system's default.

        Raises:
            SourceUnavailableError: there is none, or PortAudio is missing.
        """
        self.clock = SampleClock()
        self.name = wanted
        self._rate_hz = RATE_HZ
        self._resampler: Resampler | None = None
        self._expected = self._given = 0
        self._wall = clock
        self._lock = threading.Lock()
        self._heard_s = clock.monotonic_s()
        sounddevice = _library()
        try:
            self._open(sounddevice, wanted)
        except (sounddevice.PortAudioError, SourceUnavailableError, ValueError):
            # PortAudio remembers the devices it saw at first: look again.
            sounddevice._terminate()
            sounddevice._initialize()
            try:
                self._open(sounddevice, wanted)
            except (sounddevice.PortAudioError, ValueError) as error:
                raise SourceUnavailableError(_NO_DEVICE) from error

    def read(self) -> tuple[int, Samples]:
        """Return the number of the first new sample at RATE_HZ since it was opened, and the new samples.

        Raises:
            SourceUnavailableError: it was unplugged, or the sound server is gone; neither says so by itself.
        """
        quiet_s = self._wall.monotonic_s() - self._heard_s
        start, samples = self._ring.read()
        if not samples.size and (not self._stream.active or quiet_s > _SILENT_TOO_LONG_S):
            raise SourceUnavailableError(_LOST)
        if self._resampler is None:
            return start, samples
        if start != self._expected:
            self._resampler = Resampler(self._rate_hz, RATE_HZ)
            self._given = round(start * RATE_HZ / self._rate_hz)
        self._expected = start + samples.size
        changed = self._resampler.feed(samples)
        self._given += changed.size
        return self._given - changed.size, changed

    def time_us(self, sample: int) -> int:
        """Return when the sample of this number was heard."""
        with self._lock:
            return self.clock.time_us(sample / RATE_HZ)

    def close(self) -> None:
        """Let the device go."""
        self._stream.close(ignore_errors=True)

    def _open(self, sounddevice: Any, wanted: str) -> None:
        with _pulse_source(sounddevice, wanted) as device:
            info = sounddevice.query_devices(device, "input")
            self.name = wanted or str(info["name"])
            for rate_hz in dict.fromkeys((RATE_HZ, int(info["default_samplerate"]))):
                for channels in dict.fromkeys((1, min(2, int(info["max_input_channels"])))):
                    if _can(sounddevice, device, rate_hz, channels):
                        self._begin(sounddevice, device, rate_hz, channels)
                        return
        raise SourceUnavailableError(f"The microphone “{self.name}” offers no format that can be recorded.")

    def _begin(self, sounddevice: Any, device: int | None, rate_hz: int, channels: int) -> None:
        self._rate_hz = rate_hz
        self._ring = Ring(rate_hz * _RING_S)
        self._resampler = None if rate_hz == RATE_HZ else Resampler(rate_hz, RATE_HZ)
        self._expected = self._given = 0
        self._stream = sounddevice.InputStream(
            samplerate=rate_hz,
            blocksize=round(rate_hz * _BLOCK_S),
            device=device,
            channels=channels,
            dtype="int16",
            latency="high",
            callback=self._callback,
        )
        self._stream.start()
        self._heard_s = self._wall.monotonic_s()

    def _callback(self, block: Any, _frames: int, _times: Any, _status: Any) -> None:
        # PortAudio's own idea of when a block was heard was up to 0.25 s wrong in the first seconds with PulseAudio.
        now_us = self._wall.now_us()
        mono = block[:, 0] if block.shape[1] == 1 else np.mean(block, axis=1).astype(np.int16)
        written = self._ring.write(mono)
        self._heard_s = self._wall.monotonic_s()
        with self._lock:
            self.clock.heard(written / self._rate_hz, now_us)


def _library() -> Any:
    try:
        import sounddevice
    except OSError as error:
        raise SourceUnavailableError(_NO_LIBRARY) from error
    return sounddevice


def _can(sounddevice: Any, device: int | None, rate_hz: int, channels: int) -> bool:
    try:
        sounddevice.check_input_settings(device=device, channels=channels, dtype="int16", samplerate=rate_hz)
    except sounddevice.PortAudioError:
        return False
    return True


@contextmanager
def _pulse_source(sounddevice: Any, wanted: str) -> Iterator[int | None]:
    """Yield the device of that name; a name only the sound server knows is passed on to it while the block runs."""
    if not wanted:
        yield None
        return
    devices = list(sounddevice.query_devices())
    inputs = [index for index, each in enumerate(devices) if each["max_input_channels"] > 0]
    named = [index for index in inputs if wanted.casefold() in str(devices[index]["name"]).casefold()]
    servers = [index for index in inputs if devices[index]["name"] == "pulse"]
    if named or not servers:
        if not named:
            raise SourceUnavailableError(f"There is no microphone “{wanted}”. Connect it, or choose another.")
        yield named[0]
        return
    before = os.environ.get("PULSE_SOURCE")
    os.environ["PULSE_SOURCE"] = wanted
    try:
        yield servers[0]
    finally:
        if before is None:
            del os.environ["PULSE_SOURCE"]
        else:
            os.environ["PULSE_SOURCE"] = before
