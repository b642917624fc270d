"""A private sound server with a loudspeaker and a microphone that speaks what it is told; knows no screen."""

import subprocess
import time
import wave
from dataclasses import dataclass
from pathlib import Path

from app.demo.programs import ProgramFailedError, Programs
from app.demo.waiting import until

NEEDS = ("pulseaudio", "pactl", "pacat", "paplay", "espeak-ng")
MICROPHONE = "mic"
_READY_S = 60.0


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words that were said, and from when to when, in microseconds UTC."""

    text: str
    start_us: int
    end_us: int


class VirtualSound:
    """PulseAudio with null sinks; the environment of `programs` points at it once it stands.

    Attributes:
        server: the process of the sound server; ending it is what a crashed one looks like.
    """

    server: subprocess.Popen[bytes]

    def __init__(self, programs: Programs, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._microphone_module = ""

    def start(self) -> None:
        """Start the server, the loudspeaker `speaker` and the microphone `mic`; returns when they can be used.

        Raises:
            MissingProgramError: see `programs.require`.
        """
        socket = self._folder / "native"
        self._programs.environment |= {
            "PULSE_RUNTIME_PATH": str(self._folder),
            "PULSE_STATE_PATH": str(self._folder),
            "PULSE_COOKIE": str(self._folder / "cookie"),
            "PULSE_SERVER": f"unix:{socket}",
        }
        options = "-n --daemonize=no --exit-idle-time=-1 --use-pid-file=no --realtime=no --log-target=stderr"
        modules = (
            f"module-native-protocol-unix socket={socket} auth-anonymous=1",
            "module-null-sink sink_name=speaker rate=48000 channels=2",
            "module-null-sink sink_name=micbus rate=48000 channels=1",
        )
        loads = [part for module in modules for part in ("-L", module)]
        self.server = self._programs.start(["pulseaudio", *options.split(), *loads])
        until(self._answers, "the sound server pulseaudio", timeout_s=_READY_S)
        self._programs.run(["pactl", "set-default-sink", "speaker"])
        self.plug_in()
        # A null sink that nobody plays to renders in blocks of up to 2 s: recordings lose their beginning.
        for sink, channels in (("micbus", 1), ("speaker", 2)):
            silence = f"-p -d {sink} --latency-msec=40 --rate=48000 --channels={channels} /dev/zero"
            self._programs.start(["pacat", *silence.split()])

    def _answers(self) -> bool:
        """Whether the server can be talked to; its socket is there a moment before."""
        try:
            self._programs.run(["pactl", "info"])
        except ProgramFailedError:
            return False
        return True

    def plug_in(self) -> None:
        """Connect the microphone."""
        loaded = self._programs.run(
            ["pactl", "load-module", "module-remap-source", f"source_name={MICROPHONE}", "master=micbus.monitor"]
        )
        self._microphone_module = loaded.strip()
        self._programs.run(["pactl", "set-default-source", MICROPHONE])

    def unplug(self) -> None:
        """Take the microphone away, as if its plug were pulled."""
        self._programs.run(["pactl", "unload-module", self._microphone_module])

    def say(self, text: str) -> Spoken:
        """Speak into the microphone; returns when the last word has been said.

        Raises:
            ProgramFailedError: the speech could not be made or played.
        """
        sound = self._folder / "say.wav"
        self._programs.run(["espeak-ng", "-v", "en-us", "-s", "150", "-w", sound, text])
        with wave.open(str(sound)) as opened:
            length_us = opened.getnframes() * 1_000_000 // opened.getframerate()
        self._programs.run(["paplay", "--device=micbus", "--latency-msec=40", sound], timeout_s=length_us / 1e6 + 60)
        end_us = time.time_ns() // 1_000
        return Spoken(text, end_us - length_us, end_us)
