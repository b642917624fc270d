from collections.abc import Iterator

import pytest

from app.demo.desktop import VirtualDesktop


@pytest.fixture(scope="package")
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop() as desktop:
        yield desktop
