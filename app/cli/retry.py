"""`daytrail retry`: what could not be understood, why, and another try at it."""

from typing import Annotated

import typer

from app.cli.context import JsonFlag, begin, fail, print_json, reading
from app.cli.times import format_us, iso_us
from storage.clock import SystemClock
from storage.log import DeadLetter, Log, LogError
from storage.sqlite.open import open_sqlite


def add_to(cli: typer.Typer) -> None:
    """Add the verb."""
    cli.command("retry", help="List what was put aside, or have it tried again.")(retry)


def retry(
    letters: Annotated[list[int] | None, typer.Argument(help="Numbers from the list.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Everything that was put aside.")] = False,
    group: Annotated[str | None, typer.Option("--group", help="Only of this group, as `processor.ocr`.")] = None,
    traceback: Annotated[bool, typer.Option("--traceback", help="Show where it failed.")] = False,
    json: JsonFlag = False,
) -> None:
    """List without arguments; with numbers or --all put back, to be worked on by the recorder or `daytrail process`."""
    if not letters and not everything:
        with reading() as (_, _, storage, _):
            _list(storage.log.dead_letters(group), traceback, json)
        return
    with reading():
        pass  # says so where nothing has been recorded
    home, _ = begin()
    storage = open_sqlite(home.root, clock=SystemClock())
    try:
        raise typer.Exit(_put_back(storage.log, letters, group))
    finally:
        storage.close()


def _put_back(log: Log, letters: list[int] | None, group: str | None) -> int:
    wanted = letters or [letter.id for letter in log.dead_letters(group)]
    code = 0
    for number in wanted:
        try:
            log.requeue(number)
        except KeyError:
            code = fail(f"There is no {number} any more; its event may have been deleted.")
        except LogError as error:
            code = fail(f"{number}: {error}")
        else:
            typer.echo(f"{number} is tried again.")
    return code


def _list(letters: tuple[DeadLetter, ...], traceback: bool, json: bool) -> None:
    if json:
        print_json(
            [
                {
                    "id": letter.id,
                    "group": letter.group,
                    "uid": letter.uid.hex(),
                    "topic": letter.topic,
                    "cause": letter.cause,
                    "traceback": letter.traceback,
                    "attempts": letter.attempts,
                    "at": iso_us(letter.at_us),
                }
                for letter in letters
            ]
        )
        return
    for letter in letters:
        typer.echo(f"{letter.id:>6}  {format_us(letter.at_us)}  {letter.group}  {letter.topic}: {letter.cause}")
        if traceback and letter.traceback:
            typer.echo("\n".join(f"        {line}" for line in letter.traceback.splitlines()))
    if not letters:
        typer.echo("Nothing was put aside.")
