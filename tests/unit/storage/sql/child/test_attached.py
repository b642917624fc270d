import duckdb
import pytest

from storage.sql.child.attached import literal, name


@pytest.mark.parametrize("text", ["plain", 'a"b', "a'b", "a;DROP", "é 日本"])
def test_names_and_strings_survive_quoting(connection: duckdb.DuckDBPyConnection, text: str) -> None:
    assert connection.execute(f"SELECT {literal(text)} AS {name(text)}").fetchall() == [(text,)]
    assert connection.execute(f"SELECT 1 AS {name(text)}").description[0][0] == text
