"""`daytrail verify`: reads everything again and says whether it is as it was written."""

from typing import Annotated

import typer

from app.cli.context import begin, media_address, print_json
from app.cli.status import size
from app.home import HomeError
from storage.clock import SystemClock
from storage.lifecycle.verify import verify as read_again
from storage.objects.open import open_media
from storage.sqlite.checks import SqliteChecks
from storage.sqlite.database import database_path
from storage.sqlite.open import open_sqlite
from storage.sqlite.references import SqliteReferences


def add_to(cli: typer.Typer) -> None:
    """Add the verb."""
    cli.command("verify", help="Read everything that is kept and check it against its hashes.")(verify)


def verify(json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """End with 1 when something is lost or damaged; recording may go on."""
    home, settings = begin()
    if not database_path(home.root).exists():
        raise HomeError(f"Nothing has been recorded in {home.root} yet.")
    storage = open_sqlite(home.root, clock=SystemClock())
    try:
        found = read_again(
            SqliteChecks(storage.path, storage.writer, storage.readers),
            open_media(media_address(home, settings)),
            SqliteReferences(storage.writer, storage.readers),
        )
    finally:
        storage.close()
    if json:
        print_json(
            {
                "ok": found.ok,
                "problems": list(found.problems),
                "media_checked": found.media.checked,
                "media_bytes": found.media.size_bytes,
                "corrupt": list(found.media.corrupt),
                "missing": list(found.media.missing),
                "unreferenced": list(found.unreferenced),
            }
        )
    else:
        typer.echo(f"{found.media.checked} media files read, {size(found.media.size_bytes)}")
        for problem in found.problems:
            typer.echo(f"FAIL  {problem}")
        for names, says in ((found.media.corrupt, "damaged"), (found.media.missing, "missing")):
            if names:
                typer.echo(f"FAIL  {len(names)} media files are {says}")
        if found.unreferenced:
            typer.echo(
                f"note  {len(found.unreferenced)} media files belong to no event; `daytrail repair` removes them"
            )
        if found.ok:
            typer.echo("Everything is as it was written.")
    if not found.ok:
        raise typer.Exit(1)
