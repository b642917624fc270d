"""A plugin's importer as the command line sees it: the plugin's process reads, we make events of what it read."""

import selectors
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from capture.importers.errors import ImportFormatError
from capture.plugins.process import Declared, PluginLostError, PluginProcess
from capture.plugins.wire import BrokenFrameError
from storage.clock import Clock
from storage.events import Event, imported_uid

_PATIENCE_S = 60.0


class PluginImporter:
    """Implements `capture.importers.importer.Importer`; each call has a process of its own."""

    def __init__(self, plugin: Declared, clock: Clock, device: str) -> None:
        self._plugin = plugin
        self._clock = clock
        self._device = device
        self.NAME = plugin.spec.title

    def recognises(self, path: Path) -> bool:
        """Ask the plugin; one that fails over a file does not know it."""
        try:
            return bool(next(self._asked("recognises", path)).get("answer"))
        except ImportFormatError:
            return False

    def count(self, path: Path) -> int | None:
        """Return what the plugin says."""
        answer = next(self._asked("count", path)).get("answer")
        return answer if isinstance(answer, int) else None

    def read(self, path: Path) -> Iterator[list[Event]]:
        """Yield events as the plugin reads them."""
        for says in self._asked("read", path):
            if "unreadable" in says:
                raise ImportFormatError(str(says["unreadable"]))
            if rows := says.get("rows"):
                yield [self._event(row) for row in rows]
            if says.get("last"):
                return

    def media(self, path: Path) -> Iterator[Path]:
        """Nothing: plugins bring events alone."""
        del path
        return iter(())

    def _asked(self, what: str, path: Path) -> Iterator[dict[str, Any]]:
        """Ask, and yield the answers until whoever asked has enough."""
        title = self._plugin.spec.title
        try:
            with PluginProcess("importer", self._plugin) as process, selectors.DefaultSelector() as selector:
                selector.register(process.descriptor, selectors.EVENT_READ)
                process.send(do=what, path=str(path.absolute()))
                while True:
                    if not selector.select(_PATIENCE_S):
                        raise PluginLostError(f"The plugin {title} said nothing for {_PATIENCE_S:.0f} s.")
                    for frame in process.heard():
                        if frame.says.get("do") == "failed":
                            raise PluginLostError(f"The plugin {title} failed ({frame.says.get('cause')}).")
                        yield frame.says
        except (PluginLostError, BrokenFrameError) as error:
            raise ImportFormatError(str(error)) from error

    def _event(self, row: dict[str, Any]) -> Event:
        spec = self._plugin.spec
        try:
            if row["topic"] not in spec.topics:
                raise ValueError(f"the topic {row['topic']} was not declared")
            return Event(
                uid=imported_uid(spec.name, str(row["key"])),
                topic=row["topic"],
                device=str(row["device"]) or self._device,
                start_us=int(row["start_us"]),
                end_us=int(row["end_us"]),
                received_us=self._clock.now_us(),
                tz_offset_min=row["tz_offset_min"],
                uncertainty_us=int(row["uncertainty_us"]),
                text=row["text"],
                data=dict(row["data"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ImportFormatError(f"The plugin {spec.title} read what is no event ({error}).") from error
