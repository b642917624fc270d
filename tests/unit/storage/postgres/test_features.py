"""What a server can do beyond plain PostgreSQL."""

import logging

import pytest

from storage.postgres.connections import connect
from storage.postgres.features import Features, find_features, is_recent


def test_without_timescale_a_warning_says_what_is_lost(empty_database: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), connect(empty_database) as connection:
        found = find_features(connection)
    assert found == Features(timescale=False, fragments=True, vectors=True, copy=True)
    [record] = caplog.records
    assert "not compressed" in record.message


def test_who_may_not_switch_extensions_on_does_without(empty_database: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO), connect(empty_database) as connection:
        connection.execute("CREATE ROLE visitor")
        try:
            connection.execute("SET ROLE visitor")
            found = find_features(connection)
        finally:
            connection.execute("RESET ROLE")
            connection.execute("DROP ROLE visitor")
    assert not found.fragments
    assert [record.levelname for record in caplog.records].count("WARNING") == 3
    assert "may not be switched on" in caplog.text
    assert "reads every text" in caplog.text
    assert "by meaning finds nothing" in caplog.text


@pytest.mark.parametrize(
    ("version", "recent"), [("2.11.0", True), ("2.23.0-dev", True), ("3.0", True), ("2.10.3", False), ("1.7.5", False)]
)
def test_an_old_timescale_is_not_used(version: str, recent: bool) -> None:
    assert is_recent(version, (2, 11)) is recent
