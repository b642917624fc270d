"""Numbers for names."""

import pytest

from storage.sqlite.names import Names, add_device
from storage.sqlite.open import SqliteStorage


def test_names_that_another_process_added_are_learned_when_needed(storage: SqliteStorage) -> None:
    names = Names("device")
    with storage.readers.lend() as connection:
        names.load(connection)
    storage.writer.run(lambda connection: add_device(connection, "phone"))
    storage.writer.run(lambda connection: add_device(connection, "phone"))
    with storage.readers.lend() as connection:
        number = names.number("phone", connection)
        assert number is not None
        assert names.name(number, connection) == "phone"
        assert names.number("watch", connection) is None
        with pytest.raises(KeyError):
            names.name(99, connection)
