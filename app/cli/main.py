"""The `daytrail` command: joins the verbs and turns the environment's errors into messages and exit codes.

Exit codes: 0 done, 1 could not be done (the message says why), 2 wrong usage, 3 another process is recording.
"""

import os
import sys
from typing import Annotated

import typer

from app import __version__
from app.cli import (
    backup,
    config,
    doctor,
    export,
    forget,
    import_,
    migrate_store,
    models,
    process,
    query,
    record,
    repair,
    reprocess,
    restore,
    retry,
    search,
    status,
    verify,
    window,
)
from app.cli.context import assign, fail
from app.home import AlreadyRecordingError, HomeError
from app.settings import SettingsError
from capture.importers.errors import ImportFormatError
from storage.export.run import ExportError
from storage.lifecycle.backup import BackupError
from storage.log import LogError
from storage.media import MediaError
from storage.registry import SchemaError
from storage.search.parse import QuerySyntaxError
from storage.sql.engine import QueryError
from storage.store import StoreError

ALREADY_RECORDING = 3
_ENVIRONMENT_ERRORS = (
    HomeError,
    SettingsError,
    LogError,
    MediaError,
    StoreError,
    SchemaError,
    QuerySyntaxError,
    ExportError,
    BackupError,
    QueryError,
    ImportFormatError,
)

cli = typer.Typer(
    name="daytrail",
    help="A private, local lifelog: records what you see, hear and do, and finds it again.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@cli.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and end.")] = False,
    hidden: Annotated[bool, typer.Option("--hidden", help="Start in the tray, without the window.")] = False,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A setting for this run alone; repeatable.")
    ] = None,
) -> None:
    """Open the window and the tray icon, or run one of the commands below."""
    assign(set_ or ())
    if version:
        typer.echo(f"daytrail {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        raise typer.Exit(window.open_window(hidden=hidden))


for _verb in (
    record,
    process,
    search,
    query,
    status,
    doctor,
    export,
    import_,
    forget,
    backup,
    restore,
    verify,
    repair,
    migrate_store,
    reprocess,
    retry,
    models,
):
    _verb.add_to(cli)
config.add_to(cli)


def main() -> None:
    """Run the command line; the entry point of the `daytrail` program."""
    os.umask(0o077)  # whatever is written, by whichever library, is the owner's alone
    try:
        cli()
    except AlreadyRecordingError as error:
        sys.exit(fail(str(error), ALREADY_RECORDING))
    except _ENVIRONMENT_ERRORS as error:
        sys.exit(fail(str(error)))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
