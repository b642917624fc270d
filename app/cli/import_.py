"""`daytrail import`: takes in what was exported elsewhere; doing it twice adds nothing."""

import platform
import sys
from pathlib import Path
from typing import Annotated

import typer

from app.cli.context import JsonFlag, begin, media_address, print_json
from capture.importers.errors import ImportFormatError
from capture.importers.importer import Importer, recognise
from capture.plugins.importer import PluginImporter
from capture.plugins.loading import installed_importers
from storage.clock import SystemClock
from storage.media import MediaStore
from storage.objects.address import parse_name
from storage.objects.open import open_media
from storage.sqlite.open import SqliteStorage, open_sqlite


def add_to(cli: typer.Typer) -> None:
    """Add the verb."""
    cli.command("import", help="Take in an export; importing twice adds nothing.")(import_)


def import_(
    path: Annotated[Path, typer.Argument(help="File or folder; its kind is told from what it holds.")],
    json: JsonFlag = False,
) -> None:
    """Recognise, read and keep."""
    installed = installed_importers().plugins
    device = platform.node() or "computer"
    importer = recognise(path, [PluginImporter(plugin, SystemClock(), device) for plugin in installed])
    if importer is None:
        kinds = ["a Parquet or JSON Lines export of Daytrail", *(plugin.spec.title for plugin in installed)]
        raise ImportFormatError(f"{path} is of no kind that can be imported: {'; '.join(kinds)}.")
    home, settings = begin()
    storage = open_sqlite(home.root, clock=SystemClock())
    media = open_media(media_address(home, settings))
    try:
        files = _take_media(importer, path, media)
        counted = _take_events(importer, path, storage)
    finally:
        storage.close()
        media.close()
    if json:
        print_json({"kind": importer.NAME, **counted, "media_files": files})
        return
    typer.echo(f"{counted['added']} events added, {counted['known']} were there already, {files} pictures and sounds.")
    if counted["rejected"]:
        typer.echo(f"{counted['rejected']} do not match their topic; `daytrail status` lists them.", err=True)


def _take_events(importer: Importer, path: Path, storage: SqliteStorage) -> dict[str, int]:
    counted = {"added": 0, "known": 0, "rejected": 0}
    total = importer.count(path)
    for batch in importer.read(path):
        done = storage.log.append(batch)
        counted["added"] += done.added
        counted["known"] += done.known
        counted["rejected"] += done.rejected
        if sys.stderr.isatty():
            typer.echo(f"\r{sum(counted.values())} of {total or '?'} events", err=True, nl=False)
    return counted


def _take_media(importer: Importer, path: Path, media: MediaStore) -> int:
    """Keep pictures and sound first, so that no event refers to what is not there."""
    files = 0
    for file in importer.media(path):
        named = parse_name(file.name)
        if named is not None:
            media.put(file.read_bytes(), named[1])
            files += 1
    return files
