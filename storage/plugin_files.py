"""Finds the files that installed packages bring, without importing them: no code of theirs runs."""

from importlib.metadata import EntryPoint
from importlib.util import find_spec
from pathlib import Path


def files_of(point: EntryPoint) -> list[Path]:
    """Return the `*.json` in the package that an entry point names, sorted; the package may lie within others.

    Raises:
        ValueError: there is no such package.
    """
    top, *below = point.value.split(".")
    # `find_spec` imports what lies above a package, so it is asked for the topmost alone.
    spec = find_spec(top)
    above = () if spec is None else spec.submodule_search_locations or ()
    folders = [folder for one in above if (folder := Path(one, *below)).is_dir()]
    if not folders:
        raise ValueError(f"there is no package {point.value}")
    return sorted(path for folder in folders for path in folder.glob("*.json"))
