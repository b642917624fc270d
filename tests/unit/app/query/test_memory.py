from datetime import UTC, date, datetime
from pathlib import Path

from app.query.memory import FILE, Pin, QueryMemory


def test_saved_history_and_sources_are_there_again(tmp_path: Path) -> None:
    memory = QueryMemory(tmp_path)
    memory.save("Tea", "SELECT 1")
    memory.attach("shop", "sqlite:/x")
    for sql in ("SELECT 1", "SELECT 2", "SELECT 1"):
        memory.note(sql)
    again = QueryMemory(tmp_path).now
    assert (again.saved, again.sources) == ({"Tea": "SELECT 1"}, {"shop": "sqlite:/x"})
    assert list(again.history) == ["SELECT 1", "SELECT 2"]
    memory.forget("Tea")
    memory.detach("shop")
    assert QueryMemory(tmp_path).now.saved == QueryMemory(tmp_path).now.sources == {}


def test_a_pin_is_there_again_with_its_values(tmp_path: Path) -> None:
    values = {
        "day": date(2026, 11, 20),
        "from": datetime(2026, 11, 20, 8, tzinfo=UTC),
        "word": "tea",
        "n": 3,
        "x": None,
    }
    memory = QueryMemory(tmp_path)
    memory.pin(Pin("Tea", "SELECT 0"))
    memory.pin(Pin("Tea", "SELECT :day", "far", values))
    assert list(QueryMemory(tmp_path).now.pins) == [Pin("Tea", "SELECT :day", "far", values)]
    memory.unpin("Tea")
    assert QueryMemory(tmp_path).now.pins == []


def test_a_damaged_file_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("{")
    assert QueryMemory(tmp_path).now.history == ()
