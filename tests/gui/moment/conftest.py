"""A data folder with a made-up day, for the moment view."""

import os
from collections.abc import Iterator

import pytest

from tests.data.sample_store import Recorded, recorded_day

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    with recorded_day(tmp_path_factory.mktemp("day")) as recorded:
        yield recorded
