"""A plugin's process seen from outside: started, spoken to, and ended."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from capture.plugins.api import ImporterSpec, SourceSpec
from capture.plugins.wire import Frame, Unpacker, packed

OPEN_FILES = 256
_READ_BYTES = 1 << 18
_GOODBYE_S = 2.0

Options = Mapping[str, str | int | float | bool]


class PluginLostError(Exception):
    """The plugin's process died or says nothing any more; the message says how, for the owner."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A plugin that was found: its declaration, where its class is (`module:Class`), and its owner's options."""

    spec: SourceSpec | ImporterSpec
    value: str
    options: Options


class PluginProcess:
    """One process, from `with` to its end. One thread may use it.

    Attributes:
        descriptor: readable when it has said something, or ended.
    """

    def __init__(self, kind: str, plugin: Declared) -> None:
        spec = plugin.spec
        limits = {"memory_mb": spec.memory_mb, "open_files": OPEN_FILES, "granted": list(spec.permissions)}
        self._title = spec.title
        self._process = subprocess.Popen(  # noqa: S603 - our own module; the plugin is an argument
            [
                *(sys.executable, "-m", "capture.plugins.child"),
                *(kind, plugin.value, json.dumps(dict(plugin.options)), json.dumps(limits)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # what is typed at our terminal is not for it
        )
        assert self._process.stdout is not None
        self.descriptor = self._process.stdout.fileno()
        self._unpacker = Unpacker()

    def send(self, **says: object) -> None:
        """Tell it something; does nothing when it is gone, which the next `heard` tells."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(packed(says))
            self._process.stdin.flush()
        except OSError:
            return

    def heard(self) -> list[Frame]:
        """Return what it has said; blocks unless `descriptor` can be read.

        Raises:
            PluginLostError: it has ended.
            BrokenFrameError: it said nonsense.
        """
        piece = os.read(self.descriptor, _READ_BYTES)
        if not piece:
            raise PluginLostError(self._how_it_ended())
        return self._unpacker.take(piece)

    def end(self) -> None:
        """End it, at once if need be."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # it was gone before the last word reached it
        try:
            self._process.wait(_GOODBYE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _how_it_ended(self) -> str:
        try:
            code = self._process.wait(_GOODBYE_S)
        except subprocess.TimeoutExpired:
            return f"The plugin {self._title} says nothing any more."
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        return f"The plugin {self._title} ended unexpectedly ({how})."

    def __enter__(self) -> "PluginProcess":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
