from pathlib import Path

import pytest

from storage.lifecycle.belongings import back_up_belongings, damaged_belongings, restore_belongings


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    (home / "models" / "eyes").mkdir(parents=True)
    (home / "config.toml").write_text("one")
    (home / "models" / "eyes" / "weights.bin").write_bytes(b"01")
    return home


def test_only_what_changed_is_copied_again(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    first = back_up_belongings(home, folder)
    weights = folder / "home" / "models" / "eyes" / "weights.bin"
    before = weights.stat().st_ino
    (home / "config.toml").write_text("two")
    second = back_up_belongings(home, folder)
    assert weights.stat().st_ino == before
    assert {name for name in first if first[name] != second[name]} == {"config.toml"}
    assert (folder / "home" / "config.toml").read_text() == "two"


def test_links_out_of_the_folder_are_not_followed(home: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("not ours")
    (home / "link").symlink_to(tmp_path / "elsewhere")
    (home / "models" / "link").symlink_to(tmp_path / "elsewhere")
    assert set(back_up_belongings(home, tmp_path / "backup")) == {"config.toml", "models/eyes/weights.bin"}


def test_restoring_what_is_there_changes_nothing(home: Path, tmp_path: Path) -> None:
    listed = back_up_belongings(home, tmp_path / "backup")
    assert damaged_belongings(tmp_path / "backup", listed) == []
    restore_belongings(tmp_path / "backup", home, listed)
    assert sorted(path.name for path in home.iterdir()) == ["config.toml", "models"]


@pytest.mark.parametrize("name", ["../secret", "/etc/hostname", "models/../../secret"])
def test_nothing_outside_the_folder_can_be_named(home: Path, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "backup"
    back_up_belongings(home, folder)
    (folder / "secret").write_text("x")
    assert damaged_belongings(folder, {name: "whatever"}) == [name]
