"""`daytrail config`: lists, shows and changes settings."""

from typing import Annotated

import typer

from app.cli.context import JsonFlag, begin, print_json
from app.home import RecorderLock
from app.machine import require_possible
from app.settings import SettingsError, changed, describe, save_settings
from processing.models.catalog import Catalog


def add_to(cli: typer.Typer) -> None:
    """Add the verb."""
    cli.command("config", help="List settings, show one, or change one: `daytrail config NAME VALUE`.")(config)


def config(
    name: Annotated[str, typer.Argument(help="A setting, as in capture.screen.quality; none lists all.")] = "",
    value: Annotated[str, typer.Argument(help="Its new value; lists as JSON.")] = "",
    json: JsonFlag = False,
    path: Annotated[bool, typer.Option("--path", help="Print where the settings file lies.")] = False,
) -> None:
    """Without a value nothing is changed."""
    home, settings = begin()
    if path:
        typer.echo(home.config)
        return
    if value:
        wanted = changed(settings, name, value)
        require_possible(wanted, settings, home.root, Catalog(installed=home.models))
        save_settings(home.config, wanted, settings)
        at_once = RecorderLock(home).owner() and name != "storage.media_url"
        typer.echo(f"{name} = {value} ({'the recorder follows at once' if at_once else 'in force at the next start'})")
        return
    known = describe(settings)
    if name:
        chosen = {key: setting for key, setting in known.items() if key == name or key.startswith(f"{name}.")}
        if not chosen:
            raise SettingsError(f"There is no setting {name}. `daytrail config` lists them all.")
        known = chosen
    if json:
        print_json(known)
        return
    for key, setting in known.items():
        typer.echo(f"{key} = {setting}")
