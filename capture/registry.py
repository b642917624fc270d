"""The sources that ship with the program, in the order in which people are shown them."""

from collections.abc import Callable
from dataclasses import dataclass

from capture.settings import CaptureSettings
from capture.source import Source, SourceSettings
from capture.sources.camera import CameraSource
from capture.sources.clipboard import ClipboardSource
from capture.sources.input import InputSource
from capture.sources.microphone import MicrophoneSource
from capture.sources.screen import ScreenSource
from capture.sources.windows import WindowsSource


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """A source, as data.

    Attributes:
        name: as in the settings, on the command line and in coverage.
        title: what people call it.
        settings: takes its settings out of all of them; equal settings mean that it need not start again.
        make: makes a fresh one from all settings.
        watches: whether it must know which window is in front.
    """

    name: str
    title: str
    settings: Callable[[CaptureSettings], SourceSettings]
    make: Callable[[CaptureSettings], Source]
    watches: bool = True


SOURCES = (
    SourceSpec("screen", "Screen", lambda every: every.screen, lambda every: ScreenSource(every.screen)),
    SourceSpec("windows", "Windows", lambda every: every.windows, lambda every: WindowsSource(every.windows)),
    SourceSpec("input", "Keyboard and pointer", lambda every: every.input, lambda every: InputSource(every.input)),
    SourceSpec(
        "microphone",
        "Microphone",
        lambda every: every.microphone,
        lambda every: MicrophoneSource(every.microphone),
        watches=False,
    ),
    SourceSpec("camera", "Camera", lambda every: every.camera, lambda every: CameraSource(every.camera), watches=False),
    SourceSpec("clipboard", "Clipboard", lambda every: every.clipboard, lambda every: ClipboardSource(every.clipboard)),
)
