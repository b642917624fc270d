import os
import subprocess
import sys
from pathlib import Path

from app.demo.desktop import VirtualDesktop
from app.demo.hand import Hand


def test_with_a_display_the_desktop_application_opens(desktop: VirtualDesktop, home_folder: Path) -> None:
    started = desktop.start(
        [sys.executable, "-c", "import runpy; runpy.run_module('app.demo', run_name='__main__')"],
        {"DAYTRAIL_HOME": str(home_folder), "PYTHONPATH": str(Path.cwd())},
    )
    assert Hand(desktop).find("Daytrail")
    assert desktop.programs.end(started, patience_s=20) == 0


def test_without_one_the_session_is_shown() -> None:
    environment = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    answer = subprocess.run(
        [sys.executable, "-m", "app.demo"], env=environment | {"PATH": "/nowhere"}, capture_output=True, text=True
    )
    assert answer.returncode == 1
    assert answer.stdout.startswith("There is no display here")
    assert "bootstrap.sh" in answer.stderr
