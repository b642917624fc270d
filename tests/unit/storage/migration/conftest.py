"""A data folder and an empty database to copy it to."""

from collections.abc import Iterator

import pytest

from storage.clock import SystemClock
from storage.postgres.open import PostgresStorage, open_postgres
from tests.integration.postgres.servers import drop_database, fresh_database


@pytest.fixture
def target() -> Iterator[PostgresStorage]:
    address = fresh_database()
    opened = open_postgres(address, clock=SystemClock())
    yield opened
    opened.close()
    drop_database(address)
