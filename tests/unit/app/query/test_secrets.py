from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import PasswordDeleteError

from app.query.secrets import drop_password, get_password, put_password
from storage.sql.engine import QueryError


class InMemory(KeyringBackend):
    priority = 1.0

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


@pytest.fixture(autouse=True)
def before() -> Iterator[None]:
    was = keyring.get_keyring()
    yield
    keyring.set_keyring(was)


def test_a_password_is_kept_and_forgotten() -> None:
    keyring.set_keyring(InMemory())
    assert get_password("pg") == ""
    put_password("pg", "hush")
    assert get_password("pg") == "hush"
    drop_password("pg")
    drop_password("pg")
    assert get_password("pg") == ""


def test_without_a_keyring_it_is_said_what_to_do_and_nothing_is_lost() -> None:
    keyring.set_keyring(NoKeyring())
    with pytest.raises(QueryError, match="no keyring") as told:
        put_password("pg", "hush")
    assert "--attach" in str(told.value) and "hush" not in str(told.value)
    assert get_password("pg") == ""
    drop_password("pg")
