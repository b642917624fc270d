"""Plugins that behave and misbehave, for the tests that run them in processes of their own."""

import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from capture.plugins.api import Context, ImporterSpec, Observed, Read, RefusedError, SourceSpec
from storage.topics import CLIPBOARD

PLACE = "tests.data.plugin_recipes"


@dataclass(frozen=True, slots=True)
class Steady:
    """Copies a word again and again, with its picture; says what it was refused."""

    every_s: float = 0.02
    topic: str = CLIPBOARD

    @property
    def spec(self) -> SourceSpec:
        return SourceSpec("steady", "Steady", (CLIPBOARD,), 1)

    def run(self, context: Context) -> None:
        print("what a plugin prints must not end up among our messages")
        context.recording("a word")
        while not context.over():
            at_us = context.now_us()
            data = {"characters": 4}
            try:
                uid = context.keep(Observed(self.topic, at_us, at_us, data, "soup", b"picture", "image/webp"))
            except RefusedError as error:
                context.unavailable(f"Refused: {error}.")
            else:
                if uid is not None:
                    context.extend(uid, at_us + 5)
            context.wait(self.every_s)


@dataclass(frozen=True, slots=True)
class Odd:
    """Does what it is told to, instead of observing."""

    how: str = "raise"

    @property
    def spec(self) -> SourceSpec:
        return SourceSpec("odd", "Odd", (CLIPBOARD,), 1)

    def run(self, context: Context) -> None:
        match self.how:
            case "raise":
                raise LookupError("a secret recipe")
            case "die":
                os._exit(7)
            case "return":
                return
            case "connect":
                socket.create_connection(("127.0.0.1", 9))
            case "write":
                Path("written-by-a-plugin").write_text("no")
            case "run":
                os.system("true")
            case "eat":
                bytearray(4 << 30)
            case "hang":
                while True:
                    pass


@dataclass(frozen=True, slots=True)
class Lines:
    """Reads files that begin with `soup`: a line each; `bad` cannot be read, `die` kills."""

    @property
    def spec(self) -> ImporterSpec:
        return ImporterSpec("lines", "Lines of soup", (CLIPBOARD,), 1)

    def recognises(self, path: Path) -> bool:
        return path.read_text().startswith("soup")

    def count(self, path: Path) -> int | None:
        return len(path.read_text().splitlines())

    def read(self, path: Path) -> Iterator[Read]:
        for number, line in enumerate(path.read_text().splitlines()):
            if line == "bad":
                raise ValueError(f"Line {number + 1} is bad.")
            if line == "die":
                os._exit(9)
            topic = "os.window.focus.raw" if line == "foreign" else CLIPBOARD
            yield Read(line, topic, number, number, {"characters": len(line)}, line)
