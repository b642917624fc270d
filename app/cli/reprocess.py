"""`daytrail reprocess`: understand once more what was recorded, with the models and settings of now."""

import signal
import sys
import threading
from dataclasses import asdict
from types import FrameType
from typing import Annotated

import typer

from app.cli.context import JsonFlag, begin, fail, media_address, print_json
from app.cli.times import parse_time_us
from app.home import HomeError
from processing.models.catalog import Catalog
from processing.processor import ModelUnavailableError
from processing.registry import planned
from processing.reprocess import Redone, Reprocessor
from storage.clock import SystemClock
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite


def add_to(cli: typer.Typer) -> None:
    """Add the verb."""
    cli.command("reprocess", help="Understand a span once more; old results stay until they are replaced.")(reprocess)


def reprocess(
    processor: Annotated[str, typer.Option("--processor", "-p", help="As `ocr`, `transcription`, `vad`.")],
    start: Annotated[str, typer.Option("--from", help="today, yesterday, 14:30, 2026-11-21 or 2026-11-21T14:30.")],
    end: Annotated[str, typer.Option("--to", help="Likewise; without it, until now.")] = "now",
    json: JsonFlag = False,
) -> None:
    """Work until done or interrupted; the recorder may run meanwhile."""
    start_us, end_us = parse_time_us(start), parse_time_us(end)
    if end_us <= start_us:
        raise typer.BadParameter("--to lies before --from.")
    cancelled = threading.Event()

    def handle(_number: int, _frame: FrameType | None) -> None:
        cancelled.set()

    signal.signal(signal.SIGTERM, handle)
    signal.signal(signal.SIGINT, handle)
    raise typer.Exit(_run(processor, (start_us, end_us), cancelled, json))


def _run(name: str, span: tuple[int, int], cancelled: threading.Event, json: bool) -> int:
    home, settings = begin()
    if not (home.root / "daytrail.sqlite").exists():
        raise HomeError(f"Nothing has been recorded in {home.root} yet. Start with `daytrail` or `daytrail record`.")
    clock = SystemClock()
    storage = open_sqlite(home.root, clock=clock)
    media = open_media(media_address(home, settings))
    catalog = Catalog(installed=home.models)
    try:
        plan, redact = planned(settings.processing), settings.processing.entities.redact
        one = Reprocessor(storage.log, storage.store, media, clock, plan, catalog=catalog, redact=redact)
        if name not in one.names:
            return fail(f"There is no processor {name}. Choose one of {', '.join(one.names)}.")
        state = one.run(name, *span, _show, cancelled)
    except ModelUnavailableError as error:
        return fail(str(error))
    finally:
        storage.close()
    return _report(state, cancelled.is_set(), json)


def _show(state: Redone) -> None:
    """One line that is written over on a terminal, nothing in a pipe."""
    if sys.stderr.isatty():
        typer.echo(f"\r{state.done} of {state.total}", err=True, nl=state.done >= state.total)


def _report(state: Redone, cancelled: bool, json: bool) -> int:
    if json:
        print_json({**asdict(state), "cancelled": cancelled})
    else:
        aside = f", {state.failed} were put aside and keep their old results" if state.failed else ""
        typer.echo(
            f"{state.done} of {state.total} looked at: {state.added} results new, {state.removed} old removed{aside}."
        )
        if cancelled:
            typer.echo("Interrupted: the rest keep their old results.")
    return 1 if cancelled or state.failed else 0
