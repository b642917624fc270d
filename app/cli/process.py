"""`daytrail process`: understanding what was recorded, without recording."""

import signal
import threading
from types import FrameType
from typing import Annotated

import typer

from app.cli.context import begin, fail, media_address
from app.home import Home, RecorderLock
from app.settings import Settings
from processing.health import ProcessorHealth, ProcessorState
from processing.models.catalog import Catalog
from processing.pipeline import Pipeline
from storage.clock import SystemClock
from storage.objects.open import open_media
from storage.sqlite.fulltext import FulltextIndexer
from storage.sqlite.open import open_sqlite


def add_to(cli: typer.Typer) -> None:
    """Add the verb."""
    cli.command("process", help="Work on what was recorded: speech to words, pictures to text.")(process)


def process(
    drain: Annotated[bool, typer.Option("--drain", help="End when everything is worked off.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Tell more on standard error.")] = False,
) -> None:
    """Run the processors until a signal comes, or with --drain until nothing is left."""
    home, settings = begin(verbose=verbose)
    cancelled = threading.Event()

    def handle(_number: int, _frame: FrameType | None) -> None:
        cancelled.set()

    signal.signal(signal.SIGTERM, handle)
    signal.signal(signal.SIGINT, handle)
    with RecorderLock(home):
        raise typer.Exit(_run(home, settings, drain, cancelled))


def _run(home: Home, settings: Settings, drain: bool, cancelled: threading.Event) -> int:
    clock = SystemClock()
    storage = open_sqlite(home.root, clock=clock)
    media = open_media(media_address(home, settings))
    catalog = Catalog(installed=home.models)
    pipeline = Pipeline(storage.log, media, settings.processing, clock, catalog=catalog)
    indexer = FulltextIndexer(storage.writer, storage.readers, storage.log)
    indexer.start()
    try:
        if not drain:
            pipeline.start()
            cancelled.wait()
            return 0
        finished = pipeline.drain(_Progress(), cancelled)
        return _report(pipeline.health(), finished)
    finally:
        pipeline.stop(8.0)
        indexer.stop()
        storage.close()


def _report(processors: tuple[ProcessorHealth, ...], finished: bool) -> int:
    for processor in processors:
        if processor.state is ProcessorState.UNAVAILABLE:
            fail(f"{processor.title}: {processor.cause}")
    done = sum(processor.done for processor in processors)
    left = sum(processor.backlog for processor in processors)
    failed = sum(processor.failed for processor in processors)
    aside = f" {failed} were put aside; `daytrail status` tells." if failed else ""
    typer.echo(f"Worked off {done}, {left} left.{aside}")
    return 0 if finished and not left else 1


class _Progress:
    """One line on a terminal, nothing in a pipe."""

    def __init__(self) -> None:
        self._shown = ""

    def __call__(self, processors: tuple[ProcessorHealth, ...]) -> None:
        parts = [f"{p.title}: {p.backlog} left" for p in processors if p.backlog]
        line = " · ".join(parts)
        if line != self._shown and line:
            typer.echo(line, err=True)
        self._shown = line
