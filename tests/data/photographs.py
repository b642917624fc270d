"""Photographs that scikit-image carries; its code is not run."""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def photograph(name: str) -> NDArray[np.uint8]:
    """Return a photograph as height x width x 3, blue first."""
    with Image.open(photograph_path(name)) as stored:
        return np.ascontiguousarray(np.asarray(stored.convert("RGB"))[:, :, ::-1])


def photograph_path(name: str) -> Path:
    """Return the file of a photograph."""
    spec = find_spec("skimage")
    assert spec is not None and spec.submodule_search_locations, "scikit-image is one of the packages for development"
    return Path(next(iter(spec.submodule_search_locations))) / "data" / name
