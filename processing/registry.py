"""The list of processors: the built-in ones in the order of the flow, then those of installed packages."""

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Any

from processing.plugin import PluginProcessor
from processing.processor import API_VERSION, Processor, ProcessorSpec
from processing.processors.embedding import Embedding
from processing.processors.entities import Entities
from processing.processors.faces import Faces
from processing.processors.motion import ScreenMotion
from processing.processors.objects import Objects
from processing.processors.ocr import Ocr
from processing.processors.thumbnail import Thumbnail
from processing.processors.transcription import Transcription
from processing.processors.vad import Vad
from processing.settings import ProcessingSettings, TranscriptionSettings
from storage.confinement import PERMISSIONS, Limits
from storage.declaration import UndeclaredError, declared

_log = logging.getLogger(__name__)
ENTRY_POINTS = "daytrail.processors"
_PLUGIN_FILES = 256


@dataclass(frozen=True, slots=True)
class Planned:
    """A processor with the owner's parameters, whether it shall run, and whether it comes from an installed package."""

    processor: Processor[Any]
    enabled: bool = True
    foreign: bool = False

    @property
    def family(self) -> str:
        """Who it shares a worker process with; who comes from elsewhere, with nobody."""
        spec = self.processor.spec
        return f"plugin-{spec.name}" if self.foreign else spec.family

    def limits(self, memory_mb: int = 0) -> Limits:
        """Return what its worker process may do; `memory_mb` is for those that ship with us, 0 for no limit."""
        spec = self.processor.spec
        if not self.foreign:
            return Limits(memory_mb)
        return Limits(spec.memory_mb, _PLUGIN_FILES, True, frozenset(spec.permissions))


Plan = Callable[[ProcessingSettings], Sequence[Planned]]


def planned(settings: ProcessingSettings) -> tuple[Planned, ...]:
    """Return all processors for these settings, those that feed others first."""
    shipped = (
        Planned(Vad(settings.vad.model, settings.vad.threshold), settings.vad.enabled),
        Planned(_transcription(settings.transcription), settings.transcription.enabled),
        Planned(Ocr(settings.ocr.model, settings.ocr.side_px, settings.ocr.min_score), settings.ocr.enabled),
        Planned(Thumbnail(settings.thumbnail.width_px, settings.thumbnail.quality), settings.thumbnail.enabled),
        Planned(Embedding(settings.embedding.model), settings.embedding.enabled),
        Planned(Objects(settings.objects.model, settings.objects.min_score), settings.objects.enabled),
        Planned(Faces(settings.faces.model, settings.faces.min_score), settings.faces.enabled),
        Planned(Entities(), settings.entities.enabled),
        Planned(ScreenMotion(settings.motion.burst_s), settings.motion.enabled),
    )
    names = {one.processor.spec.name for one in shipped}
    installed, _ = installed_processors(names)
    off = settings.plugins.off
    return (*shipped, *(Planned(one, one.spec.name not in off, foreign=True) for one in installed))


def _transcription(speech: TranscriptionSettings) -> Transcription:
    return Transcription(speech.model, speech.language, speech.beam, speech.played_model, speech.played_language)


def installed_processors(taken: Collection[str] = ()) -> tuple[tuple[Processor[Any], ...], tuple[str, ...]]:
    """Return the processors of installed packages, and a sentence about each that cannot be used and is left out.

    Their code runs in confined processes alone, also for what they declare.
    """
    usable: list[Processor[Any]] = []
    problems: list[str] = []
    for point in entry_points(group=ENTRY_POINTS):
        try:
            spec = declared(point, ProcessorSpec, {})
            _require_usable(spec, {*taken, *(one.spec.name for one in usable)})
        except (UndeclaredError, ValueError) as error:
            _log.error("the processor %s of an installed package is left out: %s", point.name, error)
            problems.append(f"The plugin {point.name} is left out: {error}")
            continue
        usable.append(PluginProcessor(point.value, spec))
    return tuple(usable), tuple(problems)


def _require_usable(spec: ProcessorSpec, taken: Collection[str]) -> None:
    """Refuse a plugin's declaration (raises ValueError with what is wrong with it)."""
    if spec.name in taken:
        raise ValueError(f"there is a processor {spec.name} already")
    if spec.api != API_VERSION:
        raise ValueError(f"it was made for version {spec.api} of the interface, this is {API_VERSION}")
    if unknown := set(spec.permissions) - PERMISSIONS:
        raise ValueError(f"it asks for permissions that there are not: {', '.join(sorted(unknown))}")
