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
        elsewhere = _start(engine)
        # Qt is imported here alone, so that every other verb starts without it.
        from app.ui.application import call_window, run

        if elsewhere and call_window(engine):
            return 0
        if elsewhere:
            typer.echo(f"daytrail: {elsewhere} Until it ends, this window only shows what is recorded.", err=True)
        return run(engine, hidden=hidden or settings.general.start_hidden, close=engine.stop)
    finally:
        engine.stop()


def _start(engine: Engine) -> str:
    """Run everything, or only read where another process records; return what there is to say of that."""
    try:
        engine.start()
    except AlreadyRecordingError as error:
        engine.start_viewing()
        return str(error)
    return ""


def has_display() -> bool:
    """Tell whether a window can be opened."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
