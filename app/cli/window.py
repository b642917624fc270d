"""`daytrail` alone: the window and the tray icon, recording as the settings allow."""

import os
import sys

import typer

from app.cli.context import assigned, begin, fail
from app.home import AlreadyRecordingError
from app.settings import load_settings
from app.wiring import Engine


def open_window(*, hidden: bool) -> int:
    """Run the desktop application until it is quit; return the exit code."""
    if not has_display():
        return fail(
            "There is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set). "
            "`daytrail record` records without a window; `daytrail search` finds what was recorded."
        )
    home, settings = begin()
    over = assigned()
    engine = Engine(home, settings, layers=lambda: load_settings(home.config, assigned=over))
    try:
        engine.start()
    except AlreadyRecordingError as error:
        typer.echo(f"daytrail: {error} This window only shows what is recorded.", err=True)
        engine.start_viewing()
    try:
        # Qt is imported here alone, so that every other verb starts without it.
        from app.ui.application import run

        return run(engine, hidden=hidden or settings.general.start_hidden)
    finally:
        engine.stop()


def has_display() -> bool:
    """Tell whether a window can be opened."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
