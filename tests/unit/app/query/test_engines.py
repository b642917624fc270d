"""Passwords go into the keyring, never into the file."""

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from app.query.engines import attach, detach, remembered_sources
from app.query.memory import FILE, QueryMemory
from storage.sql.engine import QueryError


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
        del self.kept[service, username]


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
