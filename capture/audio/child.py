"""A process of its own that listens to a microphone through PortAudio and writes what it hears to standard output.

Not a thread, because PortAudio cannot be trusted with the process that keeps the day: on ALSA, version 19.6 falls into
an endless loop when the sound server dies before the first block, complains on standard error as fast as it can, and
can then not be closed (`goto error` from behind the label `error` in PaAlsaStream_WaitForFrames, pa_linux_alsa.c). It
also remembers the devices it saw at first, and takes the name of a source from the environment alone. A process can be
ended, its complaints thrown away, and a fresh one sees what is there.

First comes a line of JSON (`Opened`, as an object), then blocks: HEADER, then as many bytes as it says. It imports
nothing but the standard library and sounddevice, so that it starts soon and stays small.
"""

import json
import os
import queue
import struct
import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple

HEADER = struct.Struct("<qqI")
"""When the block had arrived in microseconds UTC, frames before it since the stream began, its length in bytes."""

NO_LIBRARY = "The PortAudio library is missing. On Debian or Ubuntu: sudo apt-get install libportaudio2"
NO_DEVICE = "No microphone was found. Connect one, or choose one in the settings."

_LATENCY_S = 0.8  # PortAudio makes four blocks of it
_LOOK_S = 1.0
_MOST_BLOCKS = 300


class Opened(NamedTuple):
    """How it went: the device's name, rate and channels, or the reason (for the owner) why there is none."""

    name: str = ""
    rate_hz: int = 0
    channels: int = 0
    error: str = ""


class _Blocks:
    """Passes blocks from PortAudio's thread to ours without ever making it wait; the oldest give way."""

    def __init__(self) -> None:
        self._frames = 0
        self.waiting: queue.Queue[tuple[int, int, bytes]] = queue.Queue(_MOST_BLOCKS)

    def hear(self, block: Any, frames: int, _times: Any, _status: Any) -> None:
        """Take a block; PortAudio's callback. Its own idea of when it was heard was up to 0.25 s wrong at first."""
        at_us = time.time_ns() // 1_000
        if self.waiting.full():
            self.waiting.get_nowait()
        self.waiting.put_nowait((at_us, self._frames, bytes(block)))
        self._frames += frames


def main(wanted: str, rate_hz: int) -> None:
    """Open the microphone and write until nobody reads any more or it is gone."""
    parent = os.getppid()
    write = sys.stdout.buffer.write
    try:
        import sounddevice
    except OSError:
        _tell(Opened(error=NO_LIBRARY))
        return
    stream, opened, blocks = _open(sounddevice, wanted, rate_hz)
    _tell(opened)
    if stream is None:
        return
    while True:
        try:
            at_us, position, content = blocks.waiting.get(timeout=_LOOK_S)
        except queue.Empty:
            if not stream.active or os.getppid() != parent:
                return
            continue
        write(HEADER.pack(at_us, position, len(content)) + content)
        sys.stdout.buffer.flush()


def _open(sounddevice: Any, wanted: str, rate_hz: int) -> tuple[Any, Opened, _Blocks]:
    """Return a started stream at this rate and mono, or at whatever the device offers; no stream and why."""
    nothing = _Blocks()
    try:
        device = _device(sounddevice, wanted)
        if device == -1:
            return None, Opened(error=f"There is no microphone “{wanted}”. Connect it, or choose another."), nothing
        info = sounddevice.query_devices(device, "input")
        name = wanted or str(info["name"])
        for rate in dict.fromkeys((rate_hz, int(info["default_samplerate"]))):
            for channels in dict.fromkeys((1, min(2, int(info["max_input_channels"])))):
                if _offered(sounddevice, device, rate, channels):
                    blocks = _Blocks()
                    stream = _started(sounddevice, device, rate, channels, blocks.hear)
                    return stream, Opened(name, rate, channels), blocks
    except (sounddevice.PortAudioError, ValueError):
        reason = f"The microphone “{wanted}” cannot be opened. Connect it, or choose another."
        return None, Opened(error=reason if wanted else NO_DEVICE), nothing
    return None, Opened(error=f"The microphone “{name}” offers no format that can be recorded."), nothing


def _started(sounddevice: Any, device: int | None, rate_hz: int, channels: int, hear: Callable[..., None]) -> Any:
    stream = sounddevice.RawInputStream(
        samplerate=rate_hz,
        blocksize=0,
        device=device,
        channels=channels,
        dtype="int16",
        latency=_LATENCY_S,
        callback=hear,
    )
    stream.start()
    return stream


def _device(sounddevice: Any, wanted: str) -> int | None:
    """Return the number of the device of that name, None for the default, -1 when there is none.

    A name that PortAudio does not know may be one of the sound server's, which takes it from the environment.
    """
    if not wanted:
        return None
    devices = list(sounddevice.query_devices())
    inputs = {index: str(each["name"]) for index, each in enumerate(devices) if each["max_input_channels"] > 0}
    for index, name in inputs.items():
        if wanted.casefold() in name.casefold():
            return index
    for index, name in inputs.items():
        if name == "pulse":
            os.environ["PULSE_SOURCE"] = wanted
            return index
    return -1


def _offered(sounddevice: Any, device: int | None, rate_hz: int, channels: int) -> bool:
    try:
        sounddevice.check_input_settings(device=device, channels=channels, dtype="int16", samplerate=rate_hz)
    except sounddevice.PortAudioError:
        return False
    return True


def _tell(opened: Opened) -> None:
    sys.stdout.buffer.write(json.dumps(opened._asdict()).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    try:
        main(sys.argv[1], int(sys.argv[2]))
    except (BrokenPipeError, KeyboardInterrupt):
        pass  # nobody listens any more
    finally:
        os._exit(0)  # PortAudio's own farewell may hang
