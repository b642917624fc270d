"""`daytrail config`: lists, shows and changes settings."""

from typing import Annotated

import typer

from app.cli.context import JsonFlag, begin, print_json
from app.settings import SettingsError, changed, describe, save_settings


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
        save_settings(home.config, changed(settings, name, value), settings)
        typer.echo(f"{name} = {value} (in force at the next start)")
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
