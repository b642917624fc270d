"""The real application on a virtual desktop, started and asked as its owner would: through the `daytrail` command."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from app.demo.desktop import VirtualDesktop
from app.demo.hand import Hand
from app.demo.waiting import TookTooLongError, until

DAYTRAIL = Path(sys.executable).parent / "daytrail"
SOURCES = ("screen", "windows", "input", "microphone", "camera", "clipboard")
_RUNNING = {"recording", "excluded"}
"""The window in front at the start is Daytrail's own, which is excluded."""
_COMMAND_S = 60.0
_WINDOW_S = 60.0


class Found(BaseModel):
    """One answer of `daytrail search --json`."""

    model_config = ConfigDict(frozen=True)

    topic: str
    start: datetime
    end: datetime
    app: str
    title: str
    text: str
    snippet: str
    media: str | None

    @property
    def start_us(self) -> int:
        """When it began, microseconds UTC."""
        return _us(self.start)

    @property
    def end_us(self) -> int:
        """When it ended, microseconds UTC."""
        return _us(self.end)


class Waiting(BaseModel):
    """How far one consumer of the log is behind, from `daytrail status --json`."""

    model_config = ConfigDict(frozen=True)

    group: str
    lag: int
    oldest: datetime | None


class Source(BaseModel):
    """How one source is doing, from `daytrail status --json`."""

    model_config = ConfigDict(frozen=True)

    name: str
    state: str
    cause: str


_SOON = ("fulltext", "processor.vad", "processor.transcription", "processor.ocr", "processor.thumbnail")


class Status(BaseModel):
    """What `daytrail status --json` tells."""

    model_config = ConfigDict(frozen=True)

    events: dict[str, int]
    sources: list[Source]
    groups: list[Waiting]
    dead_letters: int

    def findable_until(self, moment_us: int) -> bool:
        """Tell whether everything received before a moment has been heard, read and indexed.

        What is understood when the owner has left the keyboard, or packed after days, is not waited for.
        """
        return all(
            group.oldest is None or _us(group.oldest) > moment_us for group in self.groups if group.group in _SOON
        )

    @property
    def backlog(self) -> int:
        """Entries of the log that somebody has still to work on."""
        return sum(group.lag for group in self.groups)


_ANSWERS = TypeAdapter(list[Found])


class Application:
    """Daytrail with a data folder of its own. Use it from one thread.

    Attributes:
        home: the data folder.
    """

    def __init__(self, desktop: VirtualDesktop, home: Path) -> None:
        self._desktop = desktop
        self._hand = Hand(desktop)
        self.home = home

    def settle(self, sources: Sequence[str], more: str = "") -> None:
        """Write the settings of an owner who has agreed to record just these sources."""
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        # The session keeps a few megabytes: it may run where the guard would already stop a real recorder.
        lines = ["[general]", "consented = true", "[storage]", "low_disk_gb = 0.0"]
        for source in SOURCES:
            lines += [f"[capture.{source}]", f"enabled = {str(source in sources).lower()}"]
        config = self.home / "config.toml"
        config.write_text("\n".join(lines) + "\n" + more, encoding="utf-8")
        config.chmod(0o600)

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start `daytrail` with these arguments; none opens the window."""
        return self._desktop.start([DAYTRAIL, *arguments], {"DAYTRAIL_HOME": str(self.home)})

    def open_window(self) -> subprocess.Popen[bytes]:
        """Start `daytrail`; return when its window is in front, where it would come later over what is opened next.

        Raises:
            TookTooLongError: no window came.
        """
        process = self.start()
        try:
            self._hand.bring(self._hand.find("^Daytrail$", timeout_s=_WINDOW_S))
        except TookTooLongError as error:
            raise TookTooLongError(f"{error} {self.said()}") from error
        return process

    def end(self, process: subprocess.Popen[bytes], *, patience_s: float = 60.0) -> int:
        """Ask a started `daytrail` to end; return its exit status."""
        return self._desktop.programs.end(process, patience_s=patience_s)

    def said(self) -> str:
        """Return the end of what started `daytrail` processes wrote, for messages."""
        return self._desktop.programs.said("daytrail")

    def ask(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a `daytrail` command to its end; return exit code and output.

        Raises:
            subprocess.TimeoutExpired: it took over a minute.
        """
        return subprocess.run(  # noqa: S603 - the command is ours, no shell takes part
            [DAYTRAIL, *arguments],
            env=self._desktop.environment() | {"DAYTRAIL_HOME": str(self.home)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_COMMAND_S,
            check=False,
        )

    def search(self, *words: str, limit: int = 100) -> list[Found]:
        """Return what `daytrail search` finds; nothing while nothing has been recorded."""
        answer = self.ask("search", "--json", "--limit", str(limit), *words)
        return _ANSWERS.validate_json(answer.stdout) if answer.returncode == 0 else []

    def status(self) -> Status | None:
        """Return what `daytrail status` tells, None while there is nothing to tell of."""
        answer = self.ask("status", "--json")
        return Status.model_validate_json(answer.stdout) if answer.returncode == 0 else None

    def await_sources(self, names: Sequence[str], *, timeout_s: float = 90.0) -> None:
        """Wait until all these sources record, or would but for what is in front (raises TookTooLongError)."""

        def recording() -> bool:
            status = self.status()
            running = {source.name for source in status.sources if source.state in _RUNNING} if status else set()
            return running >= set(names)

        try:
            until(recording, f"{', '.join(names)} to be recorded", timeout_s=timeout_s, poll_s=0.2)
        except TookTooLongError as error:
            status = self.status()
            states = [f"{source.name}: {source.state} {source.cause}" for source in status.sources] if status else []
            raise TookTooLongError(f"{error} {'; '.join(states)} {self.said()}") from error


def _us(moment: datetime) -> int:
    whole = int(moment.replace(microsecond=0).timestamp())
    return whole * 1_000_000 + moment.microsecond
