"""`daytrail query`: asks what is recorded, and whatever stands beside it, with one read-only SQL statement."""

import signal
import sys
from enum import StrEnum
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from app.cli.context import begin
from app.cli.table import stream_parquet, write_csv, write_json, write_parquet, write_table
from app.home import HomeError
from app.query.engines import beside, open_servers, remembered_sources
from app.query.memory import QueryMemory
from storage.sql.attachments import Kind, parse_source
from storage.sql.duck import DuckDbEngine
from storage.sql.engine import Engine, Limits, QueryError, Run, Statement, Value
from storage.sql.parameters import read_value
from storage.sql.trino.engine import TrinoEngine
from storage.sql.zone import zone_name


class Form(StrEnum):
    """How the answer is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    PARQUET = "parquet"


def add_to(cli: typer.Typer) -> None:
    """Add the verb."""
    cli.command("query", help="Ask with SQL: what is recorded, and files and databases beside it.")(query)


def query(
    statement: Annotated[str, typer.Argument(help="SQL; or - to read it from standard input; or the name of a file.")],
    form: Annotated[Form, typer.Option("--format", help="How the answer is written.")] = Form.TABLE,
    out: Annotated[Path | None, typer.Option("--out", help="File to write to, instead of standard output.")] = None,
    attach: Annotated[list[str] | None, typer.Option("--attach", help="NAME=URL of a further source.")] = None,
    on: Annotated[str, typer.Option("--engine", help="trino://… or the name of an attached Trino server.")] = "",
    param: Annotated[list[str] | None, typer.Option("--param", help="NAME=VALUE of :NAME in the statement.")] = None,
    rows: Annotated[int, typer.Option("--rows", help="At most so many rows.", min=1)] = Limits().rows,
    seconds: Annotated[float, typer.Option("--seconds", help="At most so long.", min=0.1)] = Limits().seconds,
    memory: Annotated[int, typer.Option("--memory-mb", help="At most so much memory.", min=128)] = Limits().memory_mb,
    json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
) -> None:
    """Run one statement and write its answer."""
    home, _settings = begin()
    parameters: dict[str, Value] = {
        name: read_value(text) for name, text in (_pair(one, "--param") for one in param or [])
    }
    engine = _server(home.root, on) if on else _ours(home.root, attach or [])
    try:
        run = engine.run(Statement(_read(statement), parameters, Limits(seconds, memory, rows)))
        _stop_on_signals(run)
        try:
            _write(run, Form.JSON if json else form, out)
        finally:
            run.close()
        if run.summary().cut_off:
            typer.echo(f"… there are more rows; raise --rows above {rows} to see them.", err=True)
    except QueryError as error:
        raise QueryError(_with_place(error)) from error
    finally:
        engine.close()


def _ours(home: Path, attach: list[str]) -> Engine:
    if not (home / "daytrail.sqlite").exists():
        raise HomeError(f"Nothing has been recorded in {home} yet. Start with `daytrail` or `daytrail record`.")
    given = tuple(parse_source(*_pair(text, "--attach")) for text in attach)
    if any(source.kind == Kind.TRINO for source in given):
        raise QueryError("A Trino server runs statements itself; name it with --engine instead of --attach.")
    return DuckDbEngine(home, (*beside(remembered_sources(QueryMemory(home))), *given), zone=zone_name())


def _server(home: Path, on: str) -> Engine:
    if "://" in on:
        return TrinoEngine(parse_source("server", on), zone=zone_name())
    servers = open_servers(QueryMemory(home))
    if on not in servers:
        raise QueryError(f"No Trino server is attached under the name “{on}”; give its address, trino://….")
    return servers[on]


def _write(run: Run, form: Form, out: Path | None) -> None:
    if form is Form.PARQUET:
        if out is not None:
            write_parquet(run, out)
        elif sys.stdout.isatty():
            raise typer.BadParameter("Parquet is not for reading here: add --out FILE, or send it on with | or >.")
        else:
            stream_parquet(run, sys.stdout.buffer)
        return
    write = {Form.TABLE: write_table, Form.JSON: write_json, Form.CSV: write_csv}[form]
    if out is None:
        write(run, sys.stdout)
        return
    with out.open("w", encoding="utf-8", newline="") as file:
        write(run, file)


def _read(statement: str) -> str:
    if statement == "-":
        return sys.stdin.read()
    if " " not in statement.strip() and Path(statement).is_file():
        return Path(statement).read_text(encoding="utf-8")
    return statement


def _pair(text: str, option: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found or not name:
        raise typer.BadParameter(f"{option} is written NAME=VALUE, not {text!r}.")
    return name, value


def _stop_on_signals(run: Run) -> None:
    def handle(_number: int, _frame: FrameType | None) -> None:
        run.cancel()

    signal.signal(signal.SIGINT, handle)
    signal.signal(signal.SIGTERM, handle)


def _with_place(error: QueryError) -> str:
    return f"line {error.line}, column {error.column}: {error}" if error.line else str(error)
