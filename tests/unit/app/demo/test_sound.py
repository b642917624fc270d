import wave
from pathlib import Path

import numpy as np

from app.demo.desktop import VirtualDesktop
from app.demo.waiting import until


def test_what_is_said_arrives_at_the_microphone(desktop: VirtualDesktop) -> None:
    heard = desktop.folder / "heard.wav"
    recorder = desktop.start(
        ["pacat", "-r", "-d", "mic", "--latency-msec=40", "--rate=16000", "--channels=1", "--file-format=wav", heard]
    )
    until(lambda: heard.exists() and heard.stat().st_size > 16_000, "half a second of silence")
    spoken = desktop.say("we plant apple trees")
    until(lambda: heard.stat().st_size > 16_000 + (spoken.end_us - spoken.start_us) * 32 // 1_000, "all of it")
    desktop.programs.end(recorder)

    sound = _samples(heard)
    voiced = np.flatnonzero(np.abs(sound) > 0.02)
    assert np.abs(sound[:4_000]).max() == 0
    assert 0.5 < (voiced[-1] - voiced[0]) / 16_000 < (spoken.end_us - spoken.start_us) / 1e6 + 0.3


def test_the_microphone_can_be_unplugged_and_plugged_in_again(desktop: VirtualDesktop) -> None:
    assert "\tmic\t" in desktop.programs.run(["pactl", "list", "short", "sources"])
    desktop.sound.unplug()
    assert "\tmic\t" not in desktop.programs.run(["pactl", "list", "short", "sources"])
    desktop.sound.plug_in()
    assert desktop.programs.run(["pactl", "get-default-source"]).strip() == "mic"


def _samples(path: Path) -> np.ndarray:
    """The samples of a mono file, ±1; its header may not know the length, since the recording was cut off."""
    with wave.open(str(path)) as opened:
        assert opened.getframerate() == 16_000
    raw = path.read_bytes()[44:]
    return np.frombuffer(raw[: len(raw) // 2 * 2], dtype="<i2").astype(np.float32) / 32_768
