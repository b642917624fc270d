"""`daytrail export`: writes what is kept to files that outlive the program."""

import signal
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from app.cli.context import print_json, reading
from app.cli.status import size
from app.cli.times import parse_time_us
from storage.clock import SystemClock
from storage.export.check import check_export
from storage.export.choice import choose, topics_for
from storage.export.export import export as write_export
from storage.export.format import Format
from storage.export.run import ExportError, Receipt
from storage.store import EventQuery


def add_to(cli: typer.Typer) -> None:
    """Add the verb."""
    cli.command(
        "export", help="Write events to files: Parquet, CSV, JSON lines, ActivityWatch, GPX, subtitles, pages."
    )(export)


def export(
    out: Annotated[Path, typer.Option("--out", help="Folder to write to; made when missing.")],
    format_: Annotated[Format, typer.Option("--format", help="Kind of files.")] = Format.PARQUET,
    from_: Annotated[str, typer.Option("--from", help="From this time: today, 2026-11-21, 2026-11-21T14:30.")] = "",
    to: Annotated[str, typer.Option("--to", help="Until this time.")] = "",
    kinds: Annotated[list[str] | None, typer.Option("--kind", help="screen, speech, window …, or a topic.")] = None,
    device: Annotated[str, typer.Option(help="Only this device.")] = "",
    search: Annotated[str, typer.Option(help="Only what this search finds, written as for `daytrail search`.")] = "",
    media: Annotated[bool, typer.Option("--media", help="Also copy pictures and sound.")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Check the export in the folder; write nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the receipt as JSON.")] = False,
) -> None:
    """Write everything, or a span, kinds, one device or what a search finds of it; whole or not at all."""
    if verify:
        _verify(out)
        return
    span = (parse_time_us(from_) if from_ else None, parse_time_us(to) if to else None)
    zone = datetime.now().astimezone().tzinfo or UTC
    try:
        within = EventQuery(topics_for(kinds or []), *span, device=device or None)
        query = choose(within, search, now_us=SystemClock().now_us(), zone=zone)
    except ExportError as error:
        raise typer.BadParameter(f"{error} (--search, --kind, --device)") from error
    cancelled = threading.Event()

    def handle(_number: int, _frame: FrameType | None) -> None:
        cancelled.set()

    signal.signal(signal.SIGINT, handle)
    signal.signal(signal.SIGTERM, handle)
    with reading() as (_home, _settings, storage, kept):
        receipt = write_export(storage.store, kept, query, out, format_, _progress, cancelled.is_set, with_media=media)
    _show(receipt, json=json)


def _verify(folder: Path) -> None:
    checked = check_export(folder)
    for names, word in ((checked.missing, "missing"), (checked.changed, "changed"), (checked.unknown, "not listed")):
        for name in names:
            typer.echo(f"{word}: {name}", err=True)
    if not checked.ok:
        raise ExportError(f"{folder} is not as it was written.")
    typer.echo(
        "1 file is as it was written." if checked.files == 1 else f"{checked.files} files are as they were written."
    )


def _progress(rows: int) -> None:
    if sys.stderr.isatty():
        typer.echo(f"\r{rows} events", err=True, nl=False)


def _show(receipt: Receipt, *, json: bool) -> None:
    if json:
        print_json(
            {
                "folder": str(receipt.folder),
                "format": str(receipt.format),
                "rows": receipt.rows,
                "files": receipt.files,
                "size_bytes": receipt.size_bytes,
                "media_files": receipt.media_files,
                "media_missing": receipt.media_missing,
                "kept": receipt.kept,
            }
        )
        return
    if sys.stderr.isatty():
        typer.echo("", err=True)
    typer.echo(f"{receipt.rows} events in {receipt.files} files, {size(receipt.size_bytes)}, in {receipt.folder}")
    if receipt.kept:
        typer.echo(f"{receipt.kept} of the files were finished before the export was broken off.")
    if receipt.media_missing:
        typer.echo(f"{receipt.media_missing} pictures or sounds are gone and were left out.", err=True)
