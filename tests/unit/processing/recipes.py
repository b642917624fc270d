"""Small processors for tests: they live in an importable file because worker processes import them by name."""

import os
import signal
import socket
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from processing.processor import Derived, ModelFile, ModelUnavailableError, ProcessorSpec, Work
from storage.topics import SCREEN, SCREEN_TEXT


@dataclass(frozen=True, slots=True)
class Recipe:
    """Copies the title of a frame to a text event; titles of some kinds make it misbehave.

    `die` kills the worker, `hang` never returns, `raise` raises, `alone` raises unless the batch has one event,
    `hog` wants 4 GB, `call` the network, `write` a file, `run` a program,
    `foreign` answers with an undeclared topic, `odd` with data that cannot be stored, `trap` with an object.
    """

    name: str = "recipe"
    version: str = "1"
    batch: int = 4
    timeout_s: float = 20.0
    task: str = ""
    model: str = ""
    priority: int = 50
    family: str = "recipes"
    consumes: tuple[str, ...] = (SCREEN,)
    makes: str = SCREEN_TEXT
    fails_on: str = ""
    api: int = 0
    permissions: tuple[str, ...] = ()
    patient: bool = False

    @property
    def spec(self) -> ProcessorSpec:
        return ProcessorSpec(
            name=self.name,
            title="Recipe",
            version=self.version,
            consumes=self.consumes,
            produces=(self.makes,),
            family=self.family,
            models=((self.task, self.model),) if self.task else (),
            batch=self.batch,
            timeout_s=self.timeout_s,
            priority=self.priority,
            parameters=(("spice", "salt"),),
            api=self.api,
            permissions=self.permissions,
            memory_mb=512,
        )

    def load(self, models: Mapping[str, ModelFile]) -> str:
        if self.name == "unloadable":
            raise ModelUnavailableError("The cook is on holiday.")
        if self.name == "broken":
            raise RuntimeError("no such oven")
        if self.name == "deadly":
            os.kill(os.getpid(), signal.SIGKILL)
        return os.environ.get("OMP_NUM_THREADS", "")

    def derive(self, work: Sequence[Work], model: str) -> Sequence[Sequence[Derived]]:
        return [self._cook(piece, len(work), model) for piece in work]

    def _cook(self, piece: Work, together: int, model: str) -> tuple[Derived, ...]:
        title = str(piece.event.data.get("title", ""))
        if not self.patient:
            self._misbehave(title, together)
        return self._serve(piece, title, model)

    def _misbehave(self, title: str, together: int) -> None:
        if title == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if title == "leave":
            os._exit(0)
        if title == "hang":
            threading.Event().wait()
        if title == "raise" or (self.fails_on and title == self.fails_on) or (title == "alone" and together > 1):
            raise ValueError(f"secret {title}")
        if title == "hog":
            bytearray(4 << 30)
        if title == "call":
            socket.create_connection(("127.0.0.1", 9), 1)
        if title == "write":
            path = Path(os.environ.get("TMPDIR", "/tmp"), f"daytrail-recipe-{os.getpid()}")
            path.touch()
            path.unlink()
        if title == "run":
            subprocess.run(["true"], check=True)

    def _serve(self, piece: Work, title: str, model: str) -> tuple[Derived, ...]:
        if title == "nothing":
            return ()
        topic = "os.window.focus.raw" if title == "foreign" else self.makes
        odd = {"odd": {1}, "trap": datetime(2026, 1, 1, tzinfo=UTC)}
        data = {"lines": [], "width": 1, "height": 1, "title": odd.get(title, title)}
        at_us = piece.event.start_us
        return (Derived(topic, at_us, at_us, text=f"{title} with {model}", data=data, media=piece.event.media),)  # type: ignore[arg-type]


def modern() -> Recipe:
    """A plugin made for this version of the interface."""
    return Recipe(name="modern", api=1)


def ancient() -> Recipe:
    """A plugin made for another version."""
    return Recipe(name="ancient", api=99)


def impostor() -> Recipe:
    """A plugin that takes the name of a processor that is there."""
    return Recipe(name="ocr", api=1)
