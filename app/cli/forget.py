"""`daytrail forget`: deletes for good, after a preview."""

import sys
from typing import Annotated

import typer

from app.cli.context import begin, fail, media_address, print_json
from app.cli.status import size
from app.cli.times import format_us, parse_length_s, parse_time_us
from app.home import HomeError
from app.wiring import forgetter
from storage.clock import SystemClock
from storage.lifecycle.forget import ForgetRequest, Forgotten
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from storage.topics import builtin_topics


def add_to(cli: typer.Typer) -> None:
    """Add the verb."""
    cli.command("forget", help="Delete a span, an application or a site for good, after a preview.")(forget)


def forget(
    last: Annotated[str, typer.Option(help="The last so long: 10m, 1h, 2d.")] = "",
    from_: Annotated[str, typer.Option("--from", help="From this time: 14:30, yesterday, 2026-11-21T14:30.")] = "",
    to: Annotated[str, typer.Option("--to", help="Until this time.")] = "",
    apps: Annotated[list[str] | None, typer.Option("--app", help="Only this application; may be repeated.")] = None,
    sites: Annotated[list[str] | None, typer.Option("--site", help="Only this site; may be repeated.")] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    preview: Annotated[bool, typer.Option("--preview", help="Only show what would go.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON; with --yes or --preview.")] = False,
) -> None:
    """Show what would be deleted, ask, delete, and show the receipt."""
    request = _request(last, from_, to, tuple(apps or ()), tuple(sites or ()))
    home, settings = begin()
    if not (home.root / "daytrail.sqlite").exists():
        raise HomeError(f"Nothing has been recorded in {home.root} yet.")
    storage = open_sqlite(home.root, clock=SystemClock())
    try:
        work = forgetter(storage, open_media(media_address(home, settings)), SystemClock())
        found = work.preview(request)
        if not (json and yes):
            _show(found, json=json, done=False)
        if preview or (not found.total and not found.shortened):
            return
        if not yes and not _agreed():
            raise typer.Exit(fail("nothing was deleted."))
        _show(work.forget(request), json=json, done=True)
    finally:
        storage.close()


def _request(last: str, from_: str, to: str, apps: tuple[str, ...], sites: tuple[str, ...]) -> ForgetRequest:
    if not (last or from_ or to or apps or sites):
        raise typer.BadParameter("say what to forget: --last 10m, --from and --to, --app or --site.")
    if last and (from_ or to):
        raise typer.BadParameter("--last and --from or --to exclude each other.")
    start_us = parse_time_us(from_) if from_ else None
    if last:
        start_us = SystemClock().now_us() - round(parse_length_s(last) * 1_000_000)
    end_us = parse_time_us(to) if to else None
    if start_us is not None and end_us is not None and end_us <= start_us:
        raise typer.BadParameter("--to lies before --from.")
    return ForgetRequest(start_us, end_us, apps, sites)


def _agreed() -> bool:
    if not sys.stdin.isatty():
        return not fail("give --yes to delete without being asked.")
    return typer.confirm("Delete this for good?")


def _show(found: Forgotten, *, json: bool, done: bool) -> None:
    if json:
        print_json(
            {
                "deleted": done,
                "events": found.events,
                "shortened": found.shortened,
                "media_files": found.media_files,
                "media_bytes": found.media_bytes,
                "dead_letters": found.dead_letters,
            }
        )
        return
    if not found.total and not found.shortened:
        typer.echo("There is nothing to forget.")
        return
    typer.echo("Deleted for good:" if done else "This would be deleted for good:")
    topics = builtin_topics()
    for topic, count in sorted(found.events.items()):
        typer.echo(f"  {topics[topic].title if topic in topics else topic:<22} {count}")
    typer.echo(f"  {'Pictures and sound':<22} {found.media_files} files, {size(found.media_bytes)}")
    if found.shortened:
        typer.echo(f"  {'Cut short':<22} {found.shortened} that began before")
    if found.sample_us and not done:
        typer.echo(f"  from {format_us(min(found.sample_us))} to {format_us(max(found.sample_us))}, for example")
