"""Copies a data folder to a database and says after each step how far it is, for a test that kills it."""

import sys
from pathlib import Path

from storage.clock import SystemClock
from storage.migration.copy import copy_store
from storage.postgres.open import open_postgres
from storage.sqlite.open import open_sqlite


def main(folder: Path, address: str) -> None:
    source = open_sqlite(folder, clock=SystemClock(), read_only=True)
    target = open_postgres(address, clock=SystemClock())
    copy_store(source, target, progress=lambda stage, done, _: print(stage, done, flush=True))


main(Path(sys.argv[1]), sys.argv[2])
