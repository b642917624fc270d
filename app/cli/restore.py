"""`daytrail restore`: puts a backup back."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.context import fail
from app.cli.times import format_us
from app.home import Home, RecorderLock, open_home
from app.logs import set_up_logging
from app.settings import load_settings
from storage.lifecycle.backup import MEDIA, read_backup
from storage.lifecycle.backup import restore as put_back
from storage.media import PackingMedia
from storage.objects.open import open_media


def add_to(cli: typer.Typer) -> None:
    """Add the verb."""
    cli.command("restore", help="Put a backup back into the data folder.")(restore)


def restore(
    folder: Annotated[Path, typer.Argument(help="Folder of the backup.")],
    replace: Annotated[
        bool, typer.Option("--replace", help="Also when there are recordings; their database is kept beside it.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before replacing.")] = False,
) -> None:
    """Check the backup, then copy it; the database comes last, so that cutting it off changes nothing."""
    home = open_home()
    set_up_logging(home)
    found = read_backup(folder)
    with RecorderLock(home):
        if replace and not yes and not typer.confirm(f"Replace the recordings in {home.root}?"):
            raise typer.Exit(fail("nothing was changed."))
        put_back(folder, home.root, replace=replace, elsewhere=lambda: _elsewhere(folder, home))
    typer.echo(f"Restored the backup of {format_us(found.created_us)} into {home.root}.")


def _elsewhere(folder: Path, home: Home) -> tuple[PackingMedia, PackingMedia] | None:
    """Return the backup's media and where the restored settings keep them, None where that is the data folder."""
    address = load_settings(home.config).storage.media_url
    return (open_media(folder / MEDIA), open_media(address)) if address else None
