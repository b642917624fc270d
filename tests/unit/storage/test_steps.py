"""Steps of a database's format as files."""

from pathlib import Path

import pytest

from storage.steps import read_migrations


def test_steps_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    for name in ("0010_ten.sql", "0002_two.sql"):
        (tmp_path / name).write_text(f"-- {name}", encoding="utf-8")
    assert [(step.number, step.name, step.sql) for step in read_migrations(tmp_path)] == [
        (2, "two", "-- 0002_two.sql"),
        (10, "ten", "-- 0010_ten.sql"),
    ]


def test_a_file_without_a_number_is_refused(tmp_path: Path) -> None:
    (tmp_path / "two.sql").touch()
    with pytest.raises(ValueError, match="0001_name"):
        read_migrations(tmp_path)
