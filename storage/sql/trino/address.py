"""Reads the address of a Trino server: `trino://user:password@host:port/catalog/schema?tls=true`."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

from storage.sql.engine import QueryError

SCHEME: Final = "trino"
_HTTPS_PORT: Final = 443
_HTTP_PORT: Final = 8080
_LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class TrinoAddress:
    """Where a server is and who asks; `catalog` and `schema` are "" unless names may leave them out."""

    host: str
    port: int
    tls: bool
    user: str
    password: str = ""
    catalog: str = ""
    schema: str = ""


def parse_address(location: str, password: str = "") -> TrinoAddress:
    """Return what an address says; `password` is used where it holds none.

    Raises:
        QueryError: it is no such address, or would send a password unencrypted through a network.
    """
    try:
        parts = urlsplit(location)
        given = parts.port
    except ValueError as error:
        raise QueryError(f"{location} is no address of a Trino server: {error}.") from error
    if parts.scheme != SCHEME or not parts.hostname:
        raise QueryError("A Trino server is written trino://user@host:port/catalog.")
    password = unquote(parts.password) if parts.password else password
    asked = parse_qs(parts.query).get("tls", [""])[0]
    tls = asked == "true" if asked else bool(password) or given == _HTTPS_PORT
    if password and not tls and parts.hostname not in _LOOPBACK:
        raise QueryError(f"A password for {parts.hostname} must not go unencrypted; leave tls=false out.")
    catalog, _, schema = unquote(parts.path).strip("/").partition("/")
    port = given or (_HTTPS_PORT if tls else _HTTP_PORT)
    return TrinoAddress(
        parts.hostname, port, tls, unquote(parts.username or "") or "daytrail", password, catalog, schema
    )
