"""The sources: those that ship with the program in the order in which people are shown them, then installed ones."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from capture.plugins.loading import Installed, installed_sources, options_of
from capture.plugins.process import Declared
from capture.plugins.source import PluginSource
from capture.settings import CaptureSettings
from capture.source import Source, SourceSettings
from capture.sources.camera import CameraSource
from capture.sources.clipboard import ClipboardSource
from capture.sources.input import InputSource
from capture.sources.loudspeaker import LoudspeakerSource
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


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the settings say about the source of an installed package."""

    enabled: bool
    options: tuple[tuple[str, str | int | float | bool], ...]


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
    SourceSpec(
        "loudspeaker",
        "Loudspeaker",
        lambda every: every.loudspeaker,
        lambda every: LoudspeakerSource(every.loudspeaker),
        watches=False,
    ),
    SourceSpec("camera", "Camera", lambda every: every.camera, lambda every: CameraSource(every.camera), watches=False),
    SourceSpec("clipboard", "Clipboard", lambda every: every.clipboard, lambda every: ClipboardSource(every.clipboard)),
)


def registered(found: Installed | None = None) -> tuple[SourceSpec, ...]:
    """Return all sources; installed ones are looked for unless given."""
    return (*SOURCES, *(_installed(plugin) for plugin in (found or installed()).plugins))


def installed() -> Installed:
    """Look for the sources of installed packages."""
    return installed_sources({spec.name for spec in SOURCES} | {"privacy", "plugins"})


def _installed(plugin: Declared) -> SourceSpec:
    name = plugin.spec.name

    def chosen(every: CaptureSettings) -> Chosen:
        return Chosen(name in every.plugins.on, tuple(options_of(name, every.plugins.options).items()))

    def make(every: CaptureSettings) -> Source:
        return PluginSource(replace(plugin, options=dict(chosen(every).options)))

    return SourceSpec(name, plugin.spec.title, chosen, make, watches=False)
