"""`daytrail doctor`: checks everything Daytrail needs here, and says what to do about what is missing."""

from dataclasses import asdict
from typing import Annotated

import typer

from app.checks import Finding, Grade, examine
from app.cli.context import JsonFlag, print_json
from app.home import open_home
from app.logs import set_up_logging


def add_to(cli: typer.Typer) -> None:
    """Add the verb."""
    cli.command("doctor", help="Check the computer, the settings, the models and what is kept.")(doctor)


def doctor(
    json: JsonFlag = False,
    full: Annotated[bool, typer.Option("--full", help="Also read and verify every picture and sound.")] = False,
) -> None:
    """End with 1 when something is broken; a missing device is no more than a note."""
    home = open_home()
    set_up_logging(home)
    findings = examine(home, full=full)
    if json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            _print(finding)
    if any(finding.grade is Grade.BROKEN for finding in findings):
        raise typer.Exit(1)


def _print(finding: Finding) -> None:
    mark = {Grade.GOOD: "ok  ", Grade.NOTE: "note", Grade.BROKEN: "FAIL"}[finding.grade]
    typer.echo(f"{mark}  {finding.subject:<14} {finding.says}")
    if finding.advice:
        typer.echo(f"      {'':<14} → {finding.advice}")
