"""What `make run` does without a display: the real application on a virtual one, a session, and what it caught."""

import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import typer

from app.demo.application import Application, Found, Status
from app.demo.desktop import NEEDS as DESKTOP_NEEDS
from app.demo.desktop import VirtualDesktop
from app.demo.hand import Hand, Place
from app.demo.programs import MissingProgramError, ProgramFailedError, require
from app.demo.session import NEEDS as SESSION_NEEDS
from app.demo.session import ON_SCREEN, SPOKEN, play
from app.demo.waiting import TookTooLongError, until
from storage import topics
from storage.clock import SystemClock
from storage.sqlite.open import open_sqlite
from storage.store import EventQuery

SOURCES = ("screen", "windows", "input", "microphone")
_BUILD = Path("build")
_BACKLOG_S = 120.0
_PAINT_S = 2.0
_WHOLE_SCREEN = Place(0, 22, 1596, 870)


def show(home: Path | None = None) -> int:
    """Run it all; return 0 when everything expected was found, else 1 after saying what was not.

    `home` is the data folder to record into; without one, `build/demo` is made anew.
    """
    typer.echo("There is no display here: Daytrail runs on a virtual screen, with a short scripted working session.")
    try:
        require([*DESKTOP_NEEDS, *SESSION_NEEDS])
        with VirtualDesktop() as desktop:
            missing = _run(desktop, Application(desktop, _data_folder(home)))
    except (MissingProgramError, ProgramFailedError, TookTooLongError) as error:
        typer.echo(f"The session did not work: {error}", err=True)
        return 1
    for line in missing:
        typer.echo(f"Not found: {line}", err=True)
    return 1 if missing else 0


def _data_folder(home: Path | None) -> Path:
    if home is not None:
        return home.absolute()
    folder = (_BUILD / "demo").absolute()
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def _run(desktop: VirtualDesktop, application: Application) -> list[str]:
    """Record and show a session; return what was expected and not found."""
    application.settle(SOURCES)
    window = application.open_window()
    try:
        application.await_sources(SOURCES)
    except TookTooLongError as error:
        raise ProgramFailedError(f"Daytrail does not record. {error} {application.said()}") from error
    hand = Hand(desktop)
    timeline = hand.find("^Daytrail$")
    hand.minimize(timeline)
    typer.echo("Recording. An editor and a terminal are used, and somebody speaks …")
    play(desktop)
    typer.echo("Done. The pictures are read and the speech is written down …")
    status = _worked_off(application, time.time_ns() // 1_000)
    hand.switch(timeline)
    hand.place(timeline, _WHOLE_SCREEN)
    hand.rest(_PAINT_S)
    picture = desktop.picture((_BUILD / "run/timeline.png").absolute())
    missing = _tell(application, status)
    typer.echo(f"\nThe data lies in   {application.home}")
    typer.echo(f"The timeline       {picture}")
    return missing + _ended(application, window)


def _worked_off(application: Application, moment_us: int) -> Status:
    def status() -> Status | None:
        found = application.status()
        return found if found is not None and found.findable_until(moment_us) else None

    return until(status, "everything to be understood", timeout_s=_BACKLOG_S, poll_s=0.3)


def _tell(application: Application, status: Status) -> list[str]:
    """Print what was captured and found; return what was not found."""
    known = topics.builtin_topics()
    typer.echo("\nCaptured")
    for topic, count in sorted(status.events.items()):
        typer.echo(f"  {known[topic].title if topic in known else topic:<16} {count:>5}   {topic}")
    typer.echo("\nWindows, in order")
    for title in _window_titles(application.home):
        typer.echo(f"  {title}")
    typer.echo("")
    missing = [] if status.events.get(topics.INPUT_ACTIVITY) else ["keys and clicks"]
    for words, where in ((ON_SCREEN, "on the screen"), (SPOKEN, "spoken")):
        found = application.search(f'"{words}"', limit=3)
        _tell_found(words, where, found)
        if not found:
            missing.append(f"“{words}”, which was only {where}")
    return missing


def _window_titles(home: Path) -> list[str]:
    storage = open_sqlite(home, clock=SystemClock(), read_only=True)
    try:
        events = storage.store.events(EventQuery(topics=(topics.WINDOW_FOCUS,)))
    finally:
        storage.close()
    return [f"{event.data.get('app')} — {event.data.get('title')}" for event in events]


def _tell_found(words: str, where: str, found: Sequence[Found]) -> None:
    typer.echo(f"daytrail search '\"{words}\"'   (it was only {where})")
    for answer in found:
        snippet = " ".join(answer.snippet.split())
        typer.echo(f"  {answer.start.astimezone():%H:%M:%S}  {answer.app or answer.topic}: {snippet}")


def _ended(application: Application, window: subprocess.Popen[bytes]) -> list[str]:
    code = application.end(window)
    return [] if code == 0 else [f"a clean end of the application (exit status {code}): {application.said()}"]
