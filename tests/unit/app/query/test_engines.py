"""Passwords go into the keyring, never into the file."""

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from app.query.engines import as_source, attach, beside, detach, open_servers, remembered_sources
from app.query.memory import FILE, QueryMemory
from storage.sql.engine import QueryError
from tests.data.trino_server import Answer, column, serving


class InMemory(KeyringBackend):
    """A keyring that keeps its passwords for the test."""

    priority = 1.0  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError


@pytest.fixture
def ring() -> Iterator[InMemory]:
    before, ring = keyring.get_keyring(), InMemory()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def test_the_password_is_in_the_keyring_alone(ring: InMemory, tmp_path: Path) -> None:
    memory = QueryMemory(tmp_path)
    attach(memory, "work", "postgresql://me:hush%21@db.example/work")
    assert "hush" not in (tmp_path / FILE).read_text()
    [source] = remembered_sources(QueryMemory(tmp_path))
    assert (source.location, source.secret) == ("postgresql://me@db.example/work", "hush!")
    detach(memory, "work")
    assert ring.kept == {}
    assert remembered_sources(memory) == ()


def test_without_a_keyring_nothing_is_kept(tmp_path: Path) -> None:
    from keyring.backends.fail import Keyring

    before = keyring.get_keyring()
    keyring.set_keyring(Keyring())
    try:
        memory = QueryMemory(tmp_path)
        with pytest.raises(QueryError, match="no keyring"):
            attach(memory, "work", "postgresql://me:hush@db.example/work")
        assert memory.now.sources == {}
    finally:
        keyring.set_keyring(before)


def test_a_source_that_is_gone_stays_attached(tmp_path: Path) -> None:
    memory = QueryMemory(tmp_path)
    (tmp_path / "a.csv").write_text("x\n1\n")
    attach(memory, "a", str(tmp_path / "a.csv"))
    (tmp_path / "a.csv").unlink()
    assert [source.kind for source in remembered_sources(memory)] == ["csv"]


def test_a_trino_server_is_an_engine_and_no_source_beside_the_recordings(ring: InMemory, tmp_path: Path) -> None:
    memory = QueryMemory(tmp_path)
    attach(memory, "far", "trino://ann:hush@lake.example")
    assert "hush" not in (tmp_path / FILE).read_text()
    assert beside(remembered_sources(memory)) == ()
    assert [server.name for server in open_servers(QueryMemory(tmp_path)).values()] == ["far"]


def test_the_tables_of_a_server_are_called_as_its_statements_write_them(tmp_path: Path) -> None:
    text = [column(name, "varchar") for name in "abcd"]
    answers = {
        "SHOW CATALOGS": Answer(text[:1], [[["lake"], ["down"]]]),
        "lake.information_schema": Answer(text, [[["web", "visits", "url", "varchar"]]]),
    }
    memory = QueryMemory(tmp_path)
    with serving(answers) as server:
        attach(memory, "far", f"trino://ann@127.0.0.1:{server.port}")
        [(name, engine)] = open_servers(memory).items()
        found = as_source(name, engine)
    assert (found.name, found.away, [table.name for table in found.tables]) == ("far", "", ["lake.web.visits"])
    assert "cannot be reached" in as_source(name, engine).away
