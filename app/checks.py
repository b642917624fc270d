"""Looks at the computer, the data folder and the models, and says what is well, absent or broken."""

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.home import Home, RecorderLock
from app.machine import chosen_models, objections, this_machine
from app.settings import Settings, SettingsError, load_settings
from capture.plugins.loading import installed_importers, installed_sources
from processing.device import Device, offered_providers, open_session, providers, speech_devices
from processing.models.catalog import Catalog
from processing.processor import ModelUnavailableError
from processing.registry import installed_processors
from storage.clock import SystemClock
from storage.log import LogError
from storage.media import MediaError
from storage.objects.open import open_media
from storage.sqlite.database import database_path
from storage.sqlite.integrity import problems
from storage.sqlite.open import open_sqlite
from storage.store import StoreError

_ROOMY_BYTES = 2_000_000_000
_NAMES = {"CPUExecutionProvider": "the processor", "cpu": "the processor", "cuda": "the graphics card"}


class Grade(StrEnum):
    """How a finding is to be taken."""

    GOOD = "good"
    NOTE = "note"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: its `subject`, what it `says`, and the `advice` on what to do ("" when nothing is)."""

    grade: Grade
    subject: str
    says: str
    advice: str = ""


def examine(home: Home, *, full: bool = False) -> list[Finding]:
    """Run every check; `full` also reads all media. Changes nothing."""
    findings = [*_computer(), *_disk(home)]
    try:
        settings = load_settings(home.config)
        findings.append(Finding(Grade.GOOD, "Settings", str(home.config) if home.config.exists() else "defaults"))
    except SettingsError as error:
        findings.append(Finding(Grade.BROKEN, "Settings", str(error), "Mend or remove the file."))
        settings = Settings()
    findings.extend(_asked_too_much(home, settings))
    checks: tuple[Callable[[], Iterator[Finding]], ...] = (
        lambda: _recorder(home),
        lambda: _kept(home, settings, full),
        lambda: _models(home, settings),
        lambda: _device(settings),
        _plugins,
        _display,
        _microphone,
    )
    for check in checks:
        findings.extend(check())
    return findings


def _computer() -> Iterator[Finding]:
    yield Finding(Grade.GOOD, "Python", f"{platform.python_version()} on {platform.system()} {platform.machine()}")


def _disk(home: Home) -> Iterator[Finding]:
    free = shutil.disk_usage(home.root).free
    says = f"{home.root}, {free / 1e9:.1f} GB free"
    if free < _ROOMY_BYTES:
        yield Finding(Grade.NOTE, "Data folder", says, "Make room, or shorten what is kept (storage.* settings).")
    else:
        yield Finding(Grade.GOOD, "Data folder", says)


def _asked_too_much(home: Home, settings: Settings) -> Iterator[Finding]:
    """Hold the settings against this computer; models have a check of their own, a running recorder has its port."""
    told_elsewhere = (".model:", "telemetry.port:" if RecorderLock(home).owner() else ".model:")
    catalog = Catalog(installed=home.models)
    for objection in objections(settings, Settings(), this_machine(home.root), catalog):
        if not any(each in objection for each in told_elsewhere):
            yield Finding(Grade.NOTE, "Settings", objection, "Change it in the window or with `daytrail config`.")


def _recorder(home: Home) -> Iterator[Finding]:
    owner = RecorderLock(home).owner()
    yield Finding(Grade.GOOD, "Recorder", f"process {owner} is recording" if owner else "not running")


def _kept(home: Home, settings: Settings, full: bool) -> Iterator[Finding]:
    if not (home.root / "daytrail.sqlite").exists():
        yield Finding(Grade.NOTE, "Events", "nothing recorded yet")
        return
    try:
        wrong = problems(database_path(home.root), thorough=full)
        storage = open_sqlite(home.root, clock=SystemClock(), read_only=True)
        try:
            count = sum(storage.store.counts().values())
            letters = len(storage.log.dead_letters())
        finally:
            storage.close()
        if wrong:
            yield Finding(Grade.BROKEN, "Events", f"{wrong[0]} ({len(wrong)} problems)", "Restore a backup.")
        else:
            yield Finding(Grade.GOOD, "Events", f"{count} kept, database sound")
        if letters:
            yield Finding(
                Grade.NOTE, "Put aside", f"{letters} events could not be understood", "See `daytrail status`."
            )
        if full:
            yield from _media(home, settings)
    except (StoreError, LogError, MediaError) as error:
        yield Finding(Grade.BROKEN, "Events", str(error), "Restore a backup, or move the file away and start anew.")


def _media(home: Home, settings: Settings) -> Iterator[Finding]:
    report = open_media(settings.storage.media_url or home.media).verify()
    if report.corrupt:
        says = f"{len(report.corrupt)} of {report.checked} files are damaged"
        yield Finding(Grade.BROKEN, "Media", says, "Restore them from a backup; the rest is not affected.")
    else:
        yield Finding(Grade.GOOD, "Media", f"{report.checked} files, all as they were written")


def _models(home: Home, settings: Settings) -> Iterator[Finding]:
    catalog = Catalog(installed=home.models)
    for setting, task, name in chosen_models(settings.processing):
        try:
            found = catalog.find(task, name)
            yield Finding(Grade.GOOD, "Model", f"{found.name} for {task}")
        except ModelUnavailableError as error:
            advice = "What was recorded waits until it is there."
            yield Finding(Grade.BROKEN, "Model", f"{task} (processing.{setting}): {error}", advice)
    used = {setting.partition(".")[0] for setting, _, _ in chosen_models(settings.processing)}
    for group in ("vad", "transcription", "ocr"):
        if group not in used:
            yield Finding(Grade.NOTE, "Model", f"{group} is turned off")


def _device(settings: Settings) -> Iterator[Finding]:
    """Say what models run on, having tried it with a small one."""
    chosen = settings.processing.workers.device
    try:
        import ctranslate2

        cards = ctranslate2.get_cuda_device_count()
        wanted = providers(chosen, offered_providers())[0]
        small = Catalog().find("objects", "yolox-nano").path / "yolox_nano_coco_416.onnx"
        used = open_session(small, chosen).get_providers()[0]
    except (ImportError, RuntimeError, ModelUnavailableError) as error:
        yield Finding(Grade.NOTE, "Models run on", f"unknown: {error}")
        return
    speech = speech_devices(chosen, cards)[0][0]
    says = f"{_NAMES.get(used, used.removesuffix('ExecutionProvider'))}; speech on {_NAMES.get(speech, speech)}"
    if used != wanted:
        says += f" ({wanted} is installed but cannot be used here)"
        yield Finding(Grade.NOTE, "Models run on", says, "Check the graphics driver, or set processing.workers.device.")
    elif shutil.which("nvidia-smi") and speech == "cpu" and chosen is Device.AUTO:
        says += ", though there is a graphics card"
        advice = "Install onnxruntime-gpu in place of onnxruntime, and the CUDA libraries."
        yield Finding(Grade.NOTE, "Models run on", says, advice)
    else:
        yield Finding(Grade.GOOD, "Models run on", says)


def _plugins() -> Iterator[Finding]:
    sources, importers = installed_sources(()), installed_importers()
    processors, problems = installed_processors()
    names = [f"{plugin.spec.title} (source)" for plugin in sources.plugins]
    names += [f"{plugin.spec.title} (importer)" for plugin in importers.plugins]
    names += [f"{processor.spec.title} (processor)" for processor in processors]
    if names:
        yield Finding(Grade.GOOD, "Plugins", ", ".join(names))
    for problem in (*sources.problems, *importers.problems, *problems):
        yield Finding(Grade.NOTE, "Plugin", problem, "Update or remove the package that brings it.")


def _display() -> Iterator[Finding]:
    if sys.platform != "linux":
        return
    if os.environ.get("DISPLAY"):
        yield Finding(Grade.GOOD, "Display", os.environ["DISPLAY"])
    elif os.environ.get("WAYLAND_DISPLAY"):
        yield Finding(Grade.NOTE, "Display", "Wayland without X11", "Window titles and pictures need an X11 session.")
    else:
        yield Finding(Grade.NOTE, "Display", "none", "Screen, windows and input cannot be recorded in this session.")


def _microphone() -> Iterator[Finding]:
    try:
        import sounddevice
    except OSError:
        yield Finding(Grade.NOTE, "Microphone", "PortAudio is not installed", "Run packaging/bootstrap.sh.")
        return
    names = [device["name"] for device in sounddevice.query_devices() if device["max_input_channels"] > 0]
    if names:
        yield Finding(Grade.GOOD, "Microphone", ", ".join(names[:3]))
    else:
        yield Finding(Grade.NOTE, "Microphone", "none found", "Plug one in; it is used as soon as it is there.")
