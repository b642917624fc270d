"""`daytrail search`: finds what was seen, heard, typed or written."""

import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

import typer

from app.cli.context import JsonFlag, print_json, reading
from app.cli.times import format_us, iso_us
from app.home import Home
from app.settings import Settings
from processing.models.catalog import Catalog
from processing.query_meaning import QueryMeaning
from storage.clock import SystemClock
from storage.search.meaning import text_of
from storage.search.parse import parse_query
from storage.store import HIGHLIGHT_END, HIGHLIGHT_START, Hit, SearchPage, SearchQuery
from storage.topics import MEANING


def add_to(cli: typer.Typer) -> None:
    """Add the verb."""
    cli.command("search", help="Find what was on the screen, said, copied or done.")(search)


def search(
    text: Annotated[list[str], typer.Argument(help='Words; "a phrase", -without, app:, kind:, on:, after:, before:.')],
    words_only: Annotated[
        bool, typer.Option("--words-only", help="Look for the words alone, not for the same in other words.")
    ] = False,
    limit: Annotated[int, typer.Option(help="At most so many answers.", min=1, max=1_000)] = 20,
    json: JsonFlag = False,
) -> None:
    """Print what matches, best first."""
    zone = datetime.now().astimezone().tzinfo or UTC
    with reading() as (home, settings, storage, _media):
        query = parse_query(" ".join(text), now_us=SystemClock().now_us(), zone=zone)
        if not words_only and storage.store.counts().get(MEANING):
            query = _with_meaning(query, home, settings)
        page = storage.store.search(query, limit=limit)
    if json:
        print_json([as_json(hit) for hit in page.hits])
    else:
        _print(page)


def _with_meaning(query: SearchQuery, home: Home, settings: Settings) -> SearchQuery:
    """Return the query with what its words mean, as it is where nobody can tell."""
    meanings = QueryMeaning(settings.processing.embedding, Catalog(installed=home.models))
    try:
        return replace(query, meaning=meanings.find(text_of(query)))
    finally:
        meanings.close()


def as_json(hit: Hit) -> dict[str, object]:
    """Return a hit as the documented object of `search --json`."""
    event = hit.event
    return {
        "uid": event.uid.hex(),
        "topic": event.topic,
        "device": event.device,
        "start": iso_us(hit.start_us),
        "end": iso_us(hit.end_us),
        "app": hit.app,
        "title": hit.title,
        "text": event.text or "",
        "snippet": hit.snippet.replace(HIGHLIGHT_START, "").replace(HIGHLIGHT_END, ""),
        "score": hit.score,
        "media": event.media,
        "similarity": round(hit.similarity, 3),
        "boxes": [[box.x, box.y, box.width, box.height] for box in hit.boxes],
        "count": hit.count,
    }


def _print(page: SearchPage) -> None:
    if not page.hits:
        typer.echo("Nothing found.")
        return
    bold, plain = ("\033[1m", "\033[0m") if sys.stdout.isatty() else ("", "")
    for hit in page.hits:
        where = " — ".join(part for part in (hit.app, hit.title) if part) or hit.event.topic
        times = f"  ×{hit.count}" if hit.count > 1 else ""
        snippet = " ".join(hit.snippet.split()).replace(HIGHLIGHT_START, bold).replace(HIGHLIGHT_END, plain)
        typer.echo(f"{format_us(hit.start_us)}  {where}{times}\n    {snippet}")
    if page.total > len(page.hits):
        typer.echo(f"… {page.total - len(page.hits)} more; raise --limit to see them.")
