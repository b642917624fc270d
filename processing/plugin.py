"""A processor of an installed package as the pipeline sees it: its declaration; the package is imported in a worker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint
from typing import Any

from processing.processor import Derived, ModelFile, Processor, ProcessorSpec, Work

Loaded = tuple[Processor[Any], Any]
"""The package's own processor, and what it has loaded."""


@dataclass(frozen=True, slots=True)
class PluginProcessor:
    """Implements `Processor`. `place` is where the package's class is (`module:Class`), `declared` what it declares.

    `load` and `derive` are called in worker processes alone, which confine themselves before.
    """

    place: str
    declared: ProcessorSpec

    @property
    def spec(self) -> ProcessorSpec:
        return self.declared

    def load(self, models: Mapping[str, ModelFile]) -> Loaded:
        processor: Processor[Any] = EntryPoint("plugin", self.place, "daytrail").load()()
        return processor, processor.load(models)

    def derive(self, work: Sequence[Work], model: Loaded) -> Sequence[Sequence[Derived]]:
        processor, loaded = model
        return processor.derive(work, loaded)
