"""What a source is given, for the tests of capture's parts."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.capture.surroundings import Around


@pytest.fixture
def around(home_folder: Path) -> Iterator[Around]:
    around = Around(home_folder)
    yield around
    around.close()
