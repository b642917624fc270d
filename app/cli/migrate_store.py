"""`daytrail migrate-store`: copies what is kept into PostgreSQL, and proves that it arrived."""

import signal
import sys
import threading
from datetime import UTC, datetime, timedelta
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.context import print_json, reading
from storage.clock import SystemClock
from storage.store import StoreError

if TYPE_CHECKING:
    from storage.migration.copy import Copied

_MOST_SHOWN = 5


def add_to(cli: typer.Typer) -> None:
    """Add the verb."""
    cli.command("migrate-store", help="Copy all events into PostgreSQL or TimescaleDB, and compare them.")(
        migrate_store
    )


def migrate_store(
    to: Annotated[str, typer.Option("--to", help="Database to copy to, as postgresql://user@server:5432/name.")],
    again: Annotated[bool, typer.Option("--again", help="Begin at the start of the log; what is there stays.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")] = False,
) -> None:
    """Copy what the database does not have yet; a copy that was broken off goes on where it was."""
    # PostgreSQL's driver is imported here alone, so that every other verb starts without it.
    from storage.migration.copy import copy_store
    from storage.postgres.address import server_of
    from storage.postgres.open import open_postgres

    cancelled = threading.Event()

    def handle(_number: int, _frame: FrameType | None) -> None:
        cancelled.set()

    signal.signal(signal.SIGINT, handle)
    signal.signal(signal.SIGTERM, handle)
    with reading() as (_home, _settings, storage, _media):
        target = open_postgres(to, clock=SystemClock())
        try:
            done = copy_store(storage, target, progress=_progress, cancelled=cancelled.is_set, again=again)
        finally:
            target.close()
    if sys.stderr.isatty():
        typer.echo("", err=True)
    _show(done, server_of(to), json=json)


def _progress(stage: str, done: int, whole: int) -> None:
    if sys.stderr.isatty():
        percent = 100 if whole == 0 else min(100, 100 * done // whole)
        typer.echo(f"\r{stage} {percent} % ({done} of {whole})   ", err=True, nl=False)


def _show(done: "Copied", server: str, *, json: bool) -> None:
    """Print what was done.

    Raises:
        StoreError: it was broken off, or the copy differs.
    """
    if json:
        print_json(
            {
                "server": server,
                "finished": done.finished,
                "started_at": done.started_at,
                "offset": done.offset,
                "added": done.added,
                "changed": done.changed,
                "deleted": done.deleted,
                "verified": done.verified,
                "differing": [{"topic": topic, "day": _day(day)} for topic, day in done.differing],
            }
        )
    elif done.finished and not done.differing:
        changes = f"{done.added} new, {done.changed} changed, {done.deleted} deleted"
        typer.echo(f"{server} has everything: {done.verified} events with equal hashes ({changes}).")
    if not done.finished:
        raise StoreError("Broken off. What was copied is kept; the same command goes on from there.")
    if done.differing:
        shown = ", ".join(f"{topic} on {_day(day)}" for topic, day in done.differing[:_MOST_SHOWN])
        rest = len(done.differing) - _MOST_SHOWN
        raise StoreError(
            f"The copy differs: {shown}{f' and {rest} more' if rest > 0 else ''}. Copy with --again; if it still "
            "differs, copy to an empty database."
        )


def _day(number: int) -> str:
    """Return a day since 1970 as a date (UTC); as a number of days where the calendar ends."""
    try:
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=number)).date().isoformat()
    except OverflowError:
        return f"day {number}"
