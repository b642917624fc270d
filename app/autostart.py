"""Starts the program at login, through a desktop file in the autostart folder (freedesktop.org autostart)."""

import os
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path

_FILE = "daytrail.desktop"


class AutostartError(Exception):
    """The program cannot be made to start at login; the message says why."""


def autostart_file(environment: Mapping[str, str] = os.environ) -> Path:
    """Return where the desktop file is, whether it exists or not."""
    base = environment.get("XDG_CONFIG_HOME") or str(Path(environment.get("HOME", "~")).expanduser() / ".config")
    return Path(base) / "autostart" / _FILE


def start_command() -> list[str]:
    """Return the command that starts this very program in the tray."""
    beside = Path(sys.executable).with_name("daytrail")
    program = [str(beside)] if beside.exists() else [sys.executable, "-m", "app.cli.main"]
    return [*program, "--hidden"]


def set_autostart(on: bool, environment: Mapping[str, str] = os.environ, command: list[str] | None = None) -> None:
    """Start at login from now on, or no longer; does nothing where it is so already.

    Raises:
        AutostartError: this system has no such folder, or it cannot be written.
    """
    if not sys.platform.startswith("linux"):
        if on:
            raise AutostartError(
                "Starting at login is made for Linux desktops; add Daytrail to the login items by hand."
            )
        return
    path = autostart_file(environment)
    try:
        if not on:
            path.unlink(missing_ok=True)
            return
        wanted = _entry(command or start_command(), environment)
        if not path.exists() or path.read_text(encoding="utf-8") != wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted, encoding="utf-8")
    except OSError as error:
        raise AutostartError(f"Starting at login could not be changed: {path}: {error.strerror}.") from error


def _entry(command: list[str], environment: Mapping[str, str]) -> str:
    home = environment.get("DAYTRAIL_HOME")
    words = ["env", f"DAYTRAIL_HOME={home}", *command] if home else command
    line = " ".join(shlex.quote(word).replace("%", "%%") for word in words)
    lines = ("[Desktop Entry]", "Type=Application", "Name=Daytrail", f"Exec={line}", "Icon=daytrail", "Terminal=false")
    return "\n".join((*lines, "X-GNOME-Autostart-enabled=true", ""))
