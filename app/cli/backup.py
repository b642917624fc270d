"""`daytrail backup`: a copy of everything, made while recording goes on."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from app.cli.context import begin, media_address
from app.cli.status import size
from app.home import HomeError
from storage.clock import SystemClock
from storage.lifecycle.backup import MEDIA, back_up
from storage.objects.open import open_media
from storage.sqlite.copy import copy_database
from storage.sqlite.database import database_path
from storage.sqlite.open import open_sqlite
from storage.sqlite.references import SqliteReferences


def add_to(cli: typer.Typer) -> None:
    """Add the verb."""
    cli.command("backup", help="Copy everything to a folder, or bring a copy up to date; recording goes on.")(backup)


def backup(out: Annotated[Path, typer.Option("--out", help="Folder of the backup; made when missing.")]) -> None:
    """Copy the database and the media that are not there yet; what was forgotten leaves the backup, too."""
    home, settings = begin()
    path = database_path(home.root)
    if not path.exists():
        raise HomeError(f"Nothing has been recorded in {home.root} yet.")
    clock = SystemClock()
    storage = open_sqlite(home.root, clock=clock, read_only=True)
    try:
        references = SqliteReferences(storage.writer, storage.readers)
        made = back_up(
            lambda target: copy_database(path, target),
            open_media(media_address(home, settings)),
            open_media(out / MEDIA),
            references,
            out,
            clock,
            home.root,
            _progress,
        )
    finally:
        storage.close()
    typer.echo(
        f"The database ({size(made.database_bytes)}), {made.media_files} media files and {len(made.belongings)} others "
        f"(settings, models) are in {out}."
    )
    if made.media_missing:
        typer.echo(f"{made.media_missing} media files are gone and could not be copied.", err=True)


def _progress(files: int) -> None:
    if sys.stderr.isatty():
        typer.echo(f"\r{files} media files", err=True, nl=False)
