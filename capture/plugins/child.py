"""The inside of a plugin's process: confines itself, makes the plugin, and does what it is asked over its pipes.

Started as `python -m capture.plugins.child source|importer MODULE:CLASS OPTIONS LIMITS`, the last two as JSON.
"""

import importlib
import json
import os
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from queue import SimpleQueue
from typing import Any, BinaryIO

import orjson

from capture.plugins.api import Importer, Observed, Read, RefusedError, Source
from capture.plugins.wire import HEAD, Frame, packed
from storage.confinement import Limits, confine

BATCH = 500


class _Pipes:
    """Both directions; the real standard output is hidden from the plugin, whose `print` must not end up among ours."""

    def __init__(self) -> None:
        self._in: BinaryIO = os.fdopen(os.dup(0), "rb", buffering=0)
        self._out: BinaryIO = os.fdopen(os.dup(1), "wb", buffering=0)
        os.dup2(2, 1)
        self._lock = threading.Lock()

    def send(self, content: bytes = b"", **says: object) -> None:
        whole = packed(says, content)
        with self._lock:
            while whole:
                whole = whole[self._out.write(whole) :]

    def receive(self) -> Frame | None:
        """Return the next message, None when nobody is there any more."""
        head = self._exactly(HEAD.size)
        if head is None:
            return None
        text, content = HEAD.unpack(head)
        body = self._exactly(text + content)
        return None if body is None else Frame(orjson.loads(body[:text]), body[text:])

    def _exactly(self, length: int) -> bytes | None:
        found = b""
        while len(found) < length:
            piece = self._in.read(length - len(found))
            if not piece:
                return None
            found += piece
        return found


class _Context:
    """Implements `capture.plugins.api.Context` by asking the recorder."""

    def __init__(self, pipes: _Pipes) -> None:
        self._pipes = pipes
        self._over = threading.Event()
        self._answers: SimpleQueue[dict[str, Any]] = SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def over(self) -> bool:
        return self._over.is_set()

    def wait(self, seconds: float) -> bool:
        return self._over.wait(seconds)

    def now_us(self) -> int:
        return time.time_ns() // 1_000

    def keep(self, observed: Observed) -> str | None:
        says = {name: value for name, value in asdict(observed).items() if name != "content"}
        answer = self._ask(observed.content or b"", do="keep", media=observed.content is not None, **says)
        return None if answer.get("uid") is None else str(answer["uid"])

    def extend(self, uid: str, end_us: int) -> bool:
        return bool(self._ask(do="extend", uid=uid, end_us=end_us).get("done"))

    def recording(self, detail: str = "") -> None:
        self._pipes.send(do="recording", detail=detail)

    def unavailable(self, cause: str) -> None:
        self._pipes.send(do="unavailable", cause=cause)

    def _ask(self, content: bytes = b"", **says: object) -> dict[str, Any]:
        self._pipes.send(content, **says)
        answer = self._answers.get()
        if "refused" in answer:
            raise RefusedError(str(answer["refused"]))
        return answer

    def _listen(self) -> None:
        while (frame := self._pipes.receive()) is not None:
            if frame.says.get("do") == "over":
                self._over.set()
            else:
                self._answers.put(frame.says)
        os._exit(0)  # the recorder is gone


def main(kind: str, value: str, options: str, limits: str) -> None:
    """Confine this process, then run the plugin."""
    pipes = _Pipes()
    confine(_limits(json.loads(limits)))
    try:
        module, _, name = value.partition(":")
        made = getattr(importlib.import_module(module), name)(**json.loads(options))
        if kind == "source":
            _observe(made, pipes)
        else:
            _import(made, pipes)
    except Exception as error:  # noqa: BLE001 - the plugin's edge: it is told, and this process ends
        pipes.send(do="failed", cause=_in_a_word(error))


def _limits(raw: dict[str, Any]) -> Limits:
    return Limits(raw["memory_mb"], raw["open_files"], True, frozenset(raw["granted"]))


def _observe(source: Source, pipes: _Pipes) -> None:
    source.run(_Context(pipes))
    pipes.send(do="ended")


def _import(importer: Importer, pipes: _Pipes) -> None:
    while (frame := pipes.receive()) is not None:
        path = Path(str(frame.says["path"]))
        match frame.says["do"]:
            case "recognises":
                pipes.send(answer=bool(importer.recognises(path)))
            case "count":
                pipes.send(answer=importer.count(path))
            case "read":
                _read(importer.read(path), pipes)


def _read(rows: Iterator[Read], pipes: _Pipes) -> None:
    batch: list[dict[str, object]] = []
    try:
        for row in rows:
            batch.append(asdict(row))
            if len(batch) == BATCH:
                pipes.send(rows=batch)
                batch = []
        pipes.send(rows=batch, last=True)
    except ValueError as error:
        pipes.send(rows=batch)
        pipes.send(unreadable=str(error))


def _in_a_word(error: Exception) -> str:
    """The kind of error and where; its message may hold content of the owner's life."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" in {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    said = f": {error}" if isinstance(error, PermissionError | ImportError | RefusedError) else ""
    return f"{type(error).__name__}{place}{said}"


if __name__ == "__main__":
    try:
        main(*sys.argv[1:5])
    except BrokenPipeError:
        pass  # nobody listens any more
    finally:
        os._exit(0)  # a thread of the plugin's may not keep it
