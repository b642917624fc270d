"""Addresses of Trino servers: defaults, encryption, and passwords that stay off open networks."""

import pytest

from storage.sql.engine import QueryError
from storage.sql.trino.address import TrinoAddress, parse_address


@pytest.mark.parametrize(
    ("location", "password", "expected"),
    [
        ("trino://lake.example", "", TrinoAddress("lake.example", 8080, False, "daytrail")),
        (
            "trino://ann@lake.example:9000/hive/web",
            "",
            TrinoAddress("lake.example", 9000, False, "ann", "", "hive", "web"),
        ),
        ("trino://ann@lake.example", "hush", TrinoAddress("lake.example", 443, True, "ann", "hush")),
        ("trino://ann:h%40sh@127.0.0.1:8080?tls=false", "", TrinoAddress("127.0.0.1", 8080, False, "ann", "h@sh")),
        ("trino://lake.example:443", "", TrinoAddress("lake.example", 443, True, "daytrail")),
    ],
)
def test_addresses(location: str, password: str, expected: TrinoAddress) -> None:
    assert parse_address(location, password) == expected


@pytest.mark.parametrize(
    "location", ["trino:///hive", "http://x", "trino://x:port", "trino://a:b@lake.example?tls=false"]
)
def test_what_cannot_be_used_says_why_without_the_password(location: str) -> None:
    with pytest.raises(QueryError) as found:
        parse_address(location)
    assert "a:b" not in str(found.value)
