"""`daytrail status`: what is kept, what is running, and what waits."""

import shutil
from typing import Any

import typer

from app.beacon import read_health
from app.cli.context import JsonFlag, media_address, print_json, reading
from app.cli.times import format_us, iso_us, parse_time_us
from app.home import Home, RecorderLock
from app.settings import Settings
from app.upkeep import policy_of
from storage.clock import SystemClock
from storage.lifecycle.forecast import forecast
from storage.lifecycle.packing import PACKING_GROUP
from storage.log import Lag, Log
from storage.media import MediaStore
from storage.store import Store
from storage.topics import builtin_topics


def add_to(cli: typer.Typer) -> None:
    """Add the verb."""
    cli.command("status", help="Show what is recording, what is kept, and what waits.")(status)


def status(json: JsonFlag = False) -> None:
    """Print the state of recorder, processors and disk."""
    with reading() as (home, settings, storage, media):
        found = _collect(home, settings, storage.log, storage.store, media)
    if json:
        print_json(found)
    else:
        _print(found)


def _collect(home: Home, settings: Settings, log: Log, store: Store, media: MediaStore) -> dict[str, Any]:
    health = read_health(home) or {}
    owner = RecorderLock(home).owner()
    extent = store.extent()
    letters = log.dead_letters()
    sizes = media.sizes()
    waits = {f"processor.{one['name']}": one["cause"] for one in health.get("processors", [])} if owner else {}
    return {
        "home": str(home.root),
        "media": str(media_address(home, settings)),
        "recorder": {"pid": owner, "state": health.get("state", "stopped") if owner else "stopped"},
        "health": health.get("health") if owner else None,
        "sources": health.get("sources", []) if owner else [],
        "first": iso_us(extent[0]) if extent else None,
        "last": iso_us(extent[1]) if extent else None,
        "events": store.counts(),
        "groups": [_lag(log.lag(group)) | {"cause": waits.get(group, "")} for group in log.groups()],
        "dead_letters": len(letters),
        "dead_letter_causes": sorted({f"{letter.topic}: {letter.cause}" for letter in letters})[:20],
        "disk": {
            "events_bytes": sum(path.stat().st_size for path in home.root.glob("daytrail.sqlite*")),
            "media_bytes": sizes.total_bytes,
            "pictures_bytes": sizes.pictures_bytes,
            "sound_bytes": sizes.sound_bytes,
            **_ahead(home, settings, store, media),
        },
    }


def _ahead(home: Home, settings: Settings, store: Store, media: MediaStore) -> dict[str, Any]:
    """Return what is free, how fast it is taken, and when nothing will be left."""
    free = shutil.disk_usage(home.root).free
    events = sum(path.stat().st_size for path in home.root.glob("daytrail.sqlite*"))
    budget = policy_of(settings.storage).budget_bytes
    found = forecast(store, media, SystemClock(), database_bytes=events, free_bytes=free, budget_bytes=budget)
    full = None if found.full_us is None else iso_us(found.full_us)
    return {"free_bytes": free, "bytes_per_day": found.bytes_per_day, "full": full}


def _lag(lag: Lag) -> dict[str, Any]:
    return {
        "group": lag.group,
        "lag": lag.entries,
        "offset": lag.offset,
        "head": lag.head,
        "oldest": None if lag.oldest_received_us is None else iso_us(lag.oldest_received_us),
    }


def _print(found: dict[str, Any]) -> None:
    recorder = found["recorder"]
    who = f" (process {recorder['pid']})" if recorder["pid"] else ""
    typer.echo(f"Recorder   {recorder['state']}{who}")
    if found["health"]:
        typer.echo(f"Health     {found['health']['level']}")
        for cause in found["health"]["causes"]:
            typer.echo(f"  {cause}")
    for source in found["sources"]:
        why = f": {source['cause']}" if source["cause"] else ""
        typer.echo(f"  {source['title']:<22} {source['state']}{why}")
    topics = builtin_topics()
    typer.echo(f"Kept       {sum(found['events'].values())} events in {found['home']}")
    for topic, count in sorted(found["events"].items()):
        typer.echo(f"  {topics[topic].title if topic in topics else topic:<22} {count}")
    typer.echo("Waiting")
    for group in found["groups"]:
        if group["group"] == PACKING_GROUP:
            continue  # it waits for days by design
        since = f", oldest since {format_time(group['oldest'])}" if group["oldest"] else ""
        why = f": {group['cause']}" if group["cause"] else ""
        typer.echo(f"  {group['group']:<22} {group['lag'] or 'up to date'}{since}{why}")
    if found["dead_letters"]:
        typer.echo(f"Put aside  {found['dead_letters']}")
        for cause in found["dead_letter_causes"]:
            typer.echo(f"  {cause}")
    disk = found["disk"]
    kinds = ("events", "pictures", "sound")
    typer.echo(f"Disk       {', '.join(f'{kind} ' + size(disk[f'{kind}_bytes']) for kind in kinds)}")
    full = f", full on {disk['full'][:10]}" if disk["full"] else ""
    typer.echo(f"           {size(disk['free_bytes'])} free; grows by {size(disk['bytes_per_day'])} a day{full}")


def format_time(iso: str) -> str:
    """Return the local time of an ISO 8601 UTC text."""
    return format_us(parse_time_us(iso))


def size(count: float) -> str:
    """Return a number of bytes as people read it (powers of 1,000)."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1_000:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1_000
    return f"{count:.1f} TB"
