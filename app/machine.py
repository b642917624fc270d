"""What settings ask of this computer that it does not have: checked before they are put into force."""

import os
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil

from app.settings import Settings, SettingsError
from processing.models.catalog import Catalog
from processing.processor import ModelUnavailableError
from processing.settings import ProcessingSettings

MODEL_TASKS: Final = (
    ("vad", "vad"),
    ("transcription", "transcription"),
    ("ocr", "ocr"),
    ("embedding", "text-embedding"),
    ("objects", "objects"),
    ("faces", "faces"),
)
"""Groups of settings below `processing` whose `model` names one, and the task it is for."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What this computer has: processor cores, memory, and the disk that the data folder lies on, in bytes."""

    cores: int
    memory_bytes: int
    disk_bytes: int


def this_machine(home: Path) -> Machine:
    """Measure the computer."""
    return Machine(os.cpu_count() or 1, psutil.virtual_memory().total, shutil.disk_usage(home).total)


def objections(after: Settings, before: Settings, machine: Machine, catalog: Catalog) -> list[str]:
    """Return, in sentences, why this computer cannot do what `after` asks for.

    Only what differs from `before` is judged: a model that got lost must keep nobody from changing something else.
    """
    return [
        *_models(after.processing, before.processing, catalog),
        *_workers(after, before, machine),
        *_disk(after, before, machine),
        *_port(after, before),
    ]


def require_possible(after: Settings, before: Settings, home: Path, catalog: Catalog) -> None:
    """Refuse settings that this computer cannot follow.

    Raises:
        SettingsError: all that is wrong with them, one per line.
    """
    found = objections(after, before, this_machine(home), catalog)
    if found:
        raise SettingsError(
            "\n".join(["These settings cannot be used on this computer:", *(f"  {each}" for each in found)])
        )


def chosen_models(settings: ProcessingSettings) -> Iterator[tuple[str, str, str]]:
    """Yield setting, task and name of each model that a processor which is turned on uses."""
    for group, task in MODEL_TASKS:
        part = getattr(settings, group)
        if part.enabled:
            yield f"{group}.model", task, part.model
    speech = settings.transcription
    if speech.enabled and speech.played_model:
        yield "transcription.played_model", "transcription", speech.played_model


def _models(after: ProcessingSettings, before: ProcessingSettings, catalog: Catalog) -> Iterator[str]:
    known = set(chosen_models(before))
    for setting, task, name in chosen_models(after):
        if (setting, task, name) in known:
            continue
        try:
            catalog.find(task, name)
        except ModelUnavailableError as error:
            yield f"processing.{setting}: {error}"
    speech = after.transcription
    if speech == before.transcription:
        return
    for setting, model, language in (
        ("language", speech.model, speech.language),
        ("played_language", speech.played_model or speech.model, speech.played_language or speech.language),
    ):
        if model.endswith(".en") and language != "en":
            yield f"processing.transcription.{setting}: {model} knows English alone; set another model first."
            return


def _workers(after: Settings, before: Settings, machine: Machine) -> Iterator[str]:
    workers, old = after.processing.workers, before.processing.workers
    if workers.busy != old.busy and workers.busy > machine.cores:
        yield f"processing.workers.busy: this computer has {machine.cores} processor cores."
    if workers.memory_mb != old.memory_mb and workers.memory_mb << 20 > machine.memory_bytes:
        yield f"processing.workers.memory_mb: this computer has {machine.memory_bytes >> 20} MB."


def _disk(after: Settings, before: Settings, machine: Machine) -> Iterator[str]:
    for name in ("budget_gb", "low_disk_gb"):
        wanted = getattr(after.storage, name)
        if wanted != getattr(before.storage, name) and wanted * 1e9 >= machine.disk_bytes:
            yield f"storage.{name}: the disk holds {machine.disk_bytes / 1e9:.0f} GB in all."


def _port(after: Settings, before: Settings) -> Iterator[str]:
    wanted, old = after.telemetry, before.telemetry
    if not wanted.prometheus or (old.prometheus and old.port == wanted.port):
        return
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted.port))
        except OSError as error:
            yield f"telemetry.port: {wanted.port} cannot be used: {error.strerror}."
