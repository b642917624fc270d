"""Addresses: refused when they are ambiguous, and never repeated."""

import pytest

from storage.postgres.address import AddressError, check_address, server_of

SECRET = "hunter2"


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://me@server/life",
        f"postgresql://me:{SECRET}%40@server:5433/life?sslmode=require",
        "postgres:///life",
        "postgresql://[::1]:5432/life",
        "postgresql://me@/life?host=/run/postgresql",
        f"host=server dbname=life password='{SECRET} with space'",
    ],
)
def test_an_address_of_libpq_is_accepted(address: str) -> None:
    check_address(address)


@pytest.mark.parametrize(
    ("address", "advice"),
    [
        (f"postgresql://me:{SECRET}@home@server/life", "%40"),
        (f"postgresql://me:{SECRET}/x@server/life", "%2F"),
        (f"postgresql://me:{SECRET}#x@server/life", "%23"),
        (f"postgresql://me:a:{SECRET}@server/life", "%3A"),
        (f"postgresql://me:{SECRET}%zz@server/life", "written like"),
        (f"postgresql//me:{SECRET}@server/life", "written like"),
        (f"mysql://me:{SECRET}@server/life", "postgresql://"),
        (f"{SECRET}", "written like"),
    ],
)
def test_another_is_refused_without_repeating_it(address: str, advice: str) -> None:
    with pytest.raises(AddressError, match=advice) as refusal:
        check_address(address)
    assert SECRET not in str(refusal.value)
    assert refusal.value.__suppress_context__ or refusal.value.__context__ is None


def test_a_server_is_named_without_user_and_password() -> None:
    assert server_of(f"postgresql://me:{SECRET}@server:5433/life") == "server/life"
    assert server_of(f"password={SECRET} dbname=life") == "localhost/life"
    assert SECRET not in server_of(f"::{SECRET}")
