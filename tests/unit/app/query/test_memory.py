from pathlib import Path

from app.query.memory import FILE, QueryMemory


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


def test_a_damaged_file_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("{")
    assert QueryMemory(tmp_path).now.history == ()
