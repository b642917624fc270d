"""`daytrail record`: the recorder without a window."""

import logging
import signal
import threading
from types import FrameType
from typing import Annotated

import typer

from app.cli.context import assigned, begin
from app.cli.times import parse_length_s
from app.home import HomeError
from app.settings import Settings, load_settings
from app.wiring import Engine
from capture.health import SourceHealth, SourceState
from capture.registry import registered

logger = logging.getLogger(__name__)

SOURCES = ("screen", "windows", "input", "microphone", "loudspeaker", "camera", "clipboard")


def add_to(cli: typer.Typer) -> None:
    """Add the verb."""
    cli.command("record", help="Record without a window until stopped (Ctrl+C or SIGTERM), or for a while.")(record)


def record(
    sources: Annotated[
        str, typer.Option(help=f"Record just these, whatever the settings say: {','.join(SOURCES)}.")
    ] = "",
    for_: Annotated[str, typer.Option("--for", help="Stop after so long: 60s, 10m, 8h.")] = "",
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Tell more on standard error.")] = False,
) -> None:
    """Record until the time is over or a signal comes; what is not understood yet stays for later."""
    seconds = parse_length_s(for_) if for_ else None
    home, settings = begin(verbose=verbose)
    settings = _chosen(settings, sources)
    over = assigned()
    engine = Engine(home, settings, layers=lambda: _chosen(load_settings(home.config, assigned=over), sources))
    stop = threading.Event()
    _stop_on_signals(stop)
    try:
        engine.start()
        typer.echo(f"Recording {', '.join(_enabled(settings))} into {home.root}. Ctrl+C stops.")
        _watch(engine, stop, seconds)
        engine.stop_capture()
        backlog = sum(processor.backlog for processor in engine.processors())
    finally:
        engine.stop()
    typer.echo("Stopped." if not backlog else f"Stopped. {backlog} items wait: `daytrail process --drain`.")


def _chosen(settings: Settings, sources: str) -> Settings:
    """Settings with the sources named on the command line; naming them, or the verb itself, is consent."""
    names = {name.strip() for name in sources.split(",") if name.strip()}
    known = [spec.name for spec in registered()]
    unknown = names - set(known)
    if unknown:
        raise typer.BadParameter(f"no source {', '.join(sorted(unknown))}; there are {', '.join(known)}.")
    capture = settings.capture
    if names:
        update = {name: getattr(capture, name).model_copy(update={"enabled": name in names}) for name in SOURCES}
        on = tuple(name for name in known if name in names and name not in SOURCES)
        update["plugins"] = capture.plugins.model_copy(update={"on": on})
        capture = capture.model_copy(update=update)
    general = settings.general.model_copy(update={"consented": True})
    chosen = settings.model_copy(update={"capture": capture, "general": general})
    if not _enabled(chosen):
        raise HomeError("Every source is turned off. Name some: `daytrail record --sources screen,windows`.")
    return chosen


def _enabled(settings: Settings) -> list[str]:
    return [spec.name for spec in registered() if spec.settings(settings.capture).enabled]


def _stop_on_signals(stop: threading.Event) -> None:
    def handle(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, handle)
    signal.signal(signal.SIGINT, handle)


def _watch(engine: Engine, stop: threading.Event, seconds: float | None) -> None:
    """Wait for the end, saying once when a source is lost and once when it is back."""
    troubled: dict[str, str] = {}
    remaining = seconds
    while not stop.is_set() and (remaining is None or remaining > 0):
        step = 1.0 if remaining is None else min(1.0, remaining)
        stop.wait(step)
        if remaining is not None:
            remaining -= step
        for health in engine.sources():
            _tell(health, troubled)


def _tell(health: SourceHealth, troubled: dict[str, str]) -> None:
    if health.state in {SourceState.UNAVAILABLE, SourceState.CRASHED}:
        if troubled.get(health.name) != health.cause:
            troubled[health.name] = health.cause
            typer.echo(f"{health.title}: {health.cause}", err=True)
    elif health.name in troubled and health.state is SourceState.RECORDING:
        del troubled[health.name]
        typer.echo(f"{health.title}: recording again.", err=True)
