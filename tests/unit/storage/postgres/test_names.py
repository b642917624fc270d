"""Numbers for names."""

from storage.postgres.names import Names
from storage.postgres.open import PostgresStorage


def test_names_that_another_process_added_are_learned_when_needed(postgres: PostgresStorage) -> None:
    names = Names("device")
    with postgres.store._connections.read() as connection:
        assert names.all(connection) == {}
    with postgres.store._connections.write() as connection:
        connection.execute("INSERT INTO device (name) VALUES ('phone')")
    with postgres.store._connections.read() as connection:
        numbers = names.numbers(["phone", "watch"], connection)
        assert list(numbers) == ["phone"]
        assert names.name(numbers["phone"], connection) == "phone"
