"""`daytrail repair`: builds indexes anew, saves what can be read of a damaged database."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.context import begin, fail, media_address
from app.home import Home, HomeError, RecorderLock
from app.settings import Settings
from storage.clock import SystemClock
from storage.lifecycle.verify import repair as mend
from storage.objects.open import open_media
from storage.sqlite.checks import SqliteChecks
from storage.sqlite.database import DatabaseError, database_path
from storage.sqlite.fulltext import FulltextIndexer
from storage.sqlite.integrity import problems
from storage.sqlite.open import open_sqlite
from storage.sqlite.references import SqliteReferences
from storage.sqlite.salvage import salvage


def add_to(cli: typer.Typer) -> None:
    """Add the verb."""
    cli.command("repair", help="Build the indexes anew; save what can be read of a damaged database.")(repair)


def repair(
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before replacing a file.")] = False,
) -> None:
    """Mend what can be mended; a damaged database is kept beside the new one. Nobody may record meanwhile."""
    home, settings = begin()
    path = database_path(home.root)
    if not path.exists():
        raise HomeError(f"Nothing has been recorded in {home.root} yet.")
    with RecorderLock(home):
        if _damaged(path):
            if not yes and not typer.confirm("The database is damaged. Replace it by what can be read of it?"):
                raise typer.Exit(fail("nothing was changed."))
            saved = salvage(home.root, clock=SystemClock())
            typer.echo(f"Saved {saved.events} events; {saved.gaps} stretches could not be read.")
            typer.echo(f"The damaged file is kept as {saved.damaged}; delete it when nothing is missing.")
        _rebuild(home, settings)


def _damaged(path: Path) -> bool:
    try:
        return bool(problems(path))
    except DatabaseError:
        return True


def _rebuild(home: Home, settings: Settings) -> None:
    clock = SystemClock()
    media = open_media(media_address(home, settings))
    storage = open_sqlite(home.root, clock=clock)
    try:
        media.tidy()
        removed = mend(
            SqliteChecks(storage.path, storage.writer, storage.readers),
            media,
            SqliteReferences(storage.writer, storage.readers),
            clock,
        )
        FulltextIndexer(storage.writer, storage.readers, storage.log).catch_up()
    finally:
        storage.close()
    typer.echo(f"The indexes are built anew; {removed} media files that belonged to no event are gone.")
