from pathlib import Path

from storage.lifecycle.files import copy_file, copy_tree, hash_file


def test_a_copy_is_whole_and_the_owners(tmp_path: Path) -> None:
    source, target = tmp_path / "a", tmp_path / "b"
    source.write_bytes(b"x" * 3_000_000)
    target.write_bytes(b"older")
    copy_file(source, target)
    assert hash_file(target) == hash_file(source)
    assert target.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_a_tree_is_completed_without_touching_what_is_there(tmp_path: Path) -> None:
    source, target = tmp_path / "from", tmp_path / "to"
    for name in ("x/y/one", "x/two", ".hidden", ".incoming/part"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(name)
    (target / "x").mkdir(parents=True)
    (target / "x" / "two").write_text("there already")
    copy_tree(source, target)
    assert (target / "x/y/one").read_text() == "x/y/one"
    assert (target / "x/two").read_text() == "there already"
    assert not list(target.rglob(".*"))
