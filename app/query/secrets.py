"""Passwords of attached sources, in the system's keyring and nowhere else."""

import contextlib

import keyring
from keyring.errors import KeyringError, PasswordDeleteError

from storage.sql.engine import QueryError

_SERVICE = "daytrail sources"


def put_password(name: str, password: str) -> None:
    """Keep the password of a source.

    Raises:
        QueryError: this system has no keyring that could keep it.
    """
    try:
        keyring.set_password(_SERVICE, name, password)
    except (KeyringError, RuntimeError) as error:
        raise QueryError(
            f"The password of “{name}” cannot be kept: this system has no keyring. Install one (Secret Service, "
            "KWallet), or give the source to `daytrail query --attach` each time."
        ) from error


def get_password(name: str) -> str:
    """Return the password of a source, "" where there is none."""
    try:
        return keyring.get_password(_SERVICE, name) or ""
    except (KeyringError, RuntimeError):
        return ""


def drop_password(name: str) -> None:
    """Forget the password of a source."""
    with contextlib.suppress(KeyringError, PasswordDeleteError, RuntimeError):
        keyring.delete_password(_SERVICE, name)
