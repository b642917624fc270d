from datetime import date, datetime

import pytest

from storage.sql.engine import QueryError
from storage.sql.parameters import as_dollars, chosen, names_in, read_value


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        ("SELECT :a, :b, :a", ("a", "b")),
        ("SELECT x::INT, ':no', \":no\", $$ :no $$ -- :no\n/* :no */ WHERE y = :yes", ("yes",)),
        ("WHERE t >= :selection.start AND t < :selection.end", ("selection_start", "selection_end")),
        ("SELECT list[:n], {'a':b}, list[1:n]", ()),
        ("SELECT $x + :y", ("x", "y")),
    ],
)
def test_parameters_are_found_outside_strings_and_comments(sql: str, names: tuple[str, ...]) -> None:
    assert names_in(sql) == names


def test_they_are_written_as_the_engine_wants_them() -> None:
    assert as_dollars("SELECT ':a', :a::DATE, :selection.end") == "SELECT ':a', $a::DATE, $selection_end"


def test_a_missing_value_is_named_with_its_place() -> None:
    with pytest.raises(QueryError, match=":day has no value") as caught:
        chosen("SELECT 1\nWHERE x = :day", {})
    assert (caught.value.line, caught.value.column, caught.value.length) == (2, 11, 4)
    assert chosen("SELECT :a", {"a": 1, "b": 2}) == {"a": 1}


@pytest.mark.parametrize(
    ("text", "value"),
    [("7", 7), ("-1.5", -1.5), ("true", True), ("2026-11-21", date(2026, 11, 21)), ("tea", "tea"), ("007", "007")],
)
def test_values_written_as_text(text: str, value: object) -> None:
    assert read_value(text) == value
    assert type(read_value(text)) is type(value)


def test_a_moment_has_a_zone() -> None:
    found = read_value("2026-11-21T10:00:00Z")
    assert isinstance(found, datetime) and found.timestamp() == 1_795_255_200
