"""Finds the sources and importers of installed packages; one that cannot be used is logged, told, and left out.

Their code runs in confined processes alone, also for what they declare.
"""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points

from capture.plugins.api import API_VERSION, ImporterSpec, SourceSpec
from capture.plugins.process import Declared, Options
from storage.confinement import PERMISSIONS
from storage.declaration import UndeclaredError, declared

SOURCES = "daytrail.sources"
IMPORTERS = "daytrail.importers"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Installed:
    """What was found: plugins that can be used, and a sentence about each that cannot."""

    plugins: tuple[Declared, ...]
    problems: tuple[str, ...]


def installed_sources(taken: Collection[str], options: Sequence[str] = ()) -> Installed:
    """Return the sources of installed packages whose names are not taken; `options` as in `moon.every_s=60`."""
    return _installed(tuple(entry_points(group=SOURCES)), SourceSpec, taken, options)


def installed_importers(taken: Collection[str] = ()) -> Installed:
    """Return the importers of installed packages."""
    return _installed(tuple(entry_points(group=IMPORTERS)), ImporterSpec, taken, ())


def _installed(
    found: Sequence[EntryPoint],
    kind: type[SourceSpec] | type[ImporterSpec],
    taken: Collection[str],
    options: Sequence[str],
) -> Installed:
    plugins: dict[str, Declared] = {}
    problems = []
    for point in found:
        try:
            chosen = options_of(point.name, options)
            spec = declared(point, kind, chosen)
            require_declared(spec, kind, {*taken, *plugins}, point.name)
        except (UndeclaredError, TypeError, ValueError) as error:
            _log.error("the plugin %s is left out: %s", point.name, error)
            problems.append(f"The plugin {point.name} is left out: {error}")
            continue
        plugins[spec.name] = Declared(spec, point.value, chosen)
    return Installed(tuple(plugins.values()), tuple(problems))


def require_declared(
    spec: SourceSpec | ImporterSpec, kind: type[SourceSpec] | type[ImporterSpec], taken: Collection[str], entry: str
) -> None:
    """Refuse what cannot be used (raises TypeError, ValueError with what is wrong with it)."""
    if not isinstance(spec, kind):
        raise TypeError(f"its `spec` is no {kind.__name__}")
    if spec.api != API_VERSION:
        raise ValueError(f"it was made for version {spec.api} of the interface, this is {API_VERSION}")
    if spec.name != entry:
        raise ValueError(f"its entry point has another name than itself ({spec.name})")
    if spec.name in taken:
        raise ValueError(f"there is a {spec.name} already")
    if unknown := set(spec.permissions) - PERMISSIONS:
        raise ValueError(f"it asks for permissions that there are not: {', '.join(sorted(unknown))}")


def options_of(name: str, options: Sequence[str]) -> Options:
    """Return what the settings say to one plugin: numbers and truths as such, all else as text."""
    found: dict[str, str | int | float | bool] = {}
    for option in options:
        whose, _, value = option.partition("=")
        owner, _, key = whose.strip().partition(".")
        if owner == name and key:
            found[key] = _value(value.strip())
    return found


def _value(text: str) -> str | int | float | bool:
    if text in {"true", "false"}:
        return text == "true"
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
