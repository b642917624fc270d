"""Starting at login: the desktop file comes, follows the command, and goes."""

import shlex
from pathlib import Path

import pytest

from app.autostart import AutostartError, autostart_file, set_autostart, start_command


def test_the_file_comes_and_goes(tmp_path: Path) -> None:
    environment = {"XDG_CONFIG_HOME": str(tmp_path), "DAYTRAIL_HOME": "/data/my trail 100%"}
    set_autostart(True, environment, ["/opt/day trail/daytrail", "--hidden"])
    path = autostart_file(environment)
    assert path == tmp_path / "autostart" / "daytrail.desktop"
    line = next(line for line in path.read_text().splitlines() if line.startswith("Exec="))
    words = shlex.split(line.removeprefix("Exec=").replace("%%", "%"))
    assert words == ["env", "DAYTRAIL_HOME=/data/my trail 100%", "/opt/day trail/daytrail", "--hidden"]
    set_autostart(False, environment)
    assert not path.exists()
    set_autostart(False, environment)


def test_the_command_is_this_program_and_starts_hidden() -> None:
    command = start_command()
    assert Path(command[0]).exists()
    assert command[-1] == "--hidden"


def test_a_folder_that_cannot_be_made_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("in the way")
    with pytest.raises(AutostartError, match="could not be changed"):
        set_autostart(True, {"XDG_CONFIG_HOME": str(tmp_path)})


def test_without_a_setting_it_lies_below_the_home(tmp_path: Path) -> None:
    assert autostart_file({"HOME": str(tmp_path)}) == tmp_path / ".config" / "autostart" / "daytrail.desktop"
