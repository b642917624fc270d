"""What every verb begins with: the data folder, its settings, its storage; and how a verb fails or prints."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Annotated

import orjson
import typer

from app.home import Home, HomeError, open_home
from app.logs import set_up_logging
from app.settings import Settings, load_settings
from storage.clock import SystemClock
from storage.media import MediaStore
from storage.objects.open import open_media
from storage.sqlite.open import SqliteStorage, open_sqlite

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON, stable and documented in docs/cli.md.")]


def begin(*, verbose: bool = False) -> tuple[Home, Settings]:
    """Open the data folder, set up messages and read the settings (raises HomeError, SettingsError)."""
    home = open_home()
    set_up_logging(home, verbose=verbose)
    return home, load_settings(home.config, assigned=assigned())


def assign(assignments: Sequence[str]) -> None:
    """Remember for this run what `--set NAME=VALUE` gave before the verb."""
    _assigned.set(tuple(assignments))


def assigned() -> tuple[str, ...]:
    """Return what `--set NAME=VALUE` gave before the verb: the uppermost layer of settings."""
    return _assigned.get()


_assigned: ContextVar[tuple[str, ...]] = ContextVar("assigned", default=())


@contextmanager
def reading() -> Iterator[tuple[Home, Settings, SqliteStorage, MediaStore]]:
    """Open what is kept for reading, close it afterwards.

    Raises:
        HomeError: nothing has been recorded yet.
    """
    home, settings = begin()
    if not (home.root / "daytrail.sqlite").exists():
        raise HomeError(f"Nothing has been recorded in {home.root} yet. Start with `daytrail` or `daytrail record`.")
    storage = open_sqlite(home.root, clock=SystemClock(), read_only=True)
    try:
        yield home, settings, storage, open_media(media_address(home, settings))
    finally:
        storage.close()


def media_address(home: Home, settings: Settings) -> str | Path:
    """Return where pictures and sound are kept."""
    return settings.storage.media_url or home.media


def print_json(value: object) -> None:
    """Print one JSON document, indented, and a line end."""
    typer.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())


def fail(message: str, code: int = 1) -> int:
    """Say on standard error what is wrong; return the exit code."""
    typer.echo(f"daytrail: {message}", err=True)
    return code
