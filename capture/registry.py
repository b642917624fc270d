"""The sources that ship with the program, in the order in which people are shown them."""

from collections.abc import Callable
from dataclasses import dataclass

from capture.settings import CaptureSettings
from capture.source import Source, SourceSettings
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
    """

    name: str
    title: str
    settings: Callable[[CaptureSettings], SourceSettings]
    make: Callable[[CaptureSettings], Source]


SOURCES = (
    SourceSpec("screen", "Screen", lambda all_: all_.screen, lambda all_: ScreenSource(all_.screen)),
    SourceSpec("windows", "Windows", lambda all_: all_.windows, lambda all_: WindowsSource(all_.windows)),
    SourceSpec("input", "Keyboard and pointer", lambda all_: all_.input, lambda all_: InputSource(all_.input)),
    SourceSpec(
        "microphone", "Microphone", lambda all_: all_.microphone, lambda all_: MicrophoneSource(all_.microphone)
    ),
)
