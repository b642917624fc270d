"""Addresses of databases: checked before a driver sees them, and shown without user and password."""

import re
from typing import Final

import psycopg
from psycopg.conninfo import conninfo_to_dict

from storage.store import StoreError

_URL: Final = re.compile(r"postgres(?:ql)?://(?:[^:@/?#\s]*(?::[^:@/?#\s]*)?@)?[^@\s]*")


class AddressError(StoreError):
    """The address of a database cannot be read. The message repeats nothing of it: it may hold a password."""


def check_address(address: str) -> None:
    """Refuse an address that libpq would not read, or would read otherwise than it was meant.

    Args:
        address: `postgresql://user:password@host:port/name` or libpq's `key=value …`.

    Raises:
        AddressError: it is none of these, or its password holds a sign that has a meaning in addresses.
    """
    if "://" in address and not address.startswith(("postgresql://", "postgres://")):
        raise AddressError("The address of the database must begin with postgresql://.")
    if "://" in address and _URL.fullmatch(address) is None:
        raise AddressError(
            "The address of the database is ambiguous. In a user name or password, write @ as %40, : as %3A, / as %2F, "
            "? as %3F, # as %23 and a space as %20; or leave the password to PGPASSWORD or ~/.pgpass."
        )
    try:
        conninfo_to_dict(address)
    except psycopg.ProgrammingError:
        # What libpq says repeats the piece it did not understand.
        raise AddressError(
            "The address of the database cannot be read; it is written like postgresql://user@server:5432/name."
        ) from None


def server_of(address: str) -> str:
    """Return `host/name` of an address, without user and password."""
    try:
        parts = conninfo_to_dict(address)
    except psycopg.ProgrammingError:
        return "at this address"
    return f"{parts.get('host', 'localhost')}/{parts.get('dbname', '')}"
