"""Asks an installed plugin for its declaration in a confined process of its own: none of its code runs in ours.

The process is granted nothing: what a plugin may do is known only when it has been declared.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import EntryPoint
from typing import Final, TypeVar

from pydantic import TypeAdapter, ValidationError

from storage.declaration_child import Reply, type_name

TIMEOUT_S: Final = 30.0
_MEMORY_MB: Final = 2_048
_REMEMBERED: Final = 256

SpecT = TypeVar("SpecT")


class UndeclaredError(Exception):
    """A plugin declares nothing that can be used; the message says why, for the owner."""


def declared(point: EntryPoint, kind: type[SpecT], options: Mapping[str, str | int | float | bool]) -> SpecT:
    """Return the `spec` of a plugin made with these options; waits for its process, once for each plugin and options.

    Raises:
        UndeclaredError: it cannot be imported or made, declares something else, or does not come to an end.
    """
    reply = _asked(point.value, json.dumps(dict(options), sort_keys=True), TIMEOUT_S)
    if reply.problem:
        raise UndeclaredError(reply.problem)
    if type_name(kind) not in reply.kinds:
        raise UndeclaredError(f"its `spec` is no {kind.__name__}")
    try:
        return TypeAdapter(kind).validate_json(reply.spec)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        raise UndeclaredError(f"its `spec` is not well formed ({wrong})") from error


@lru_cache(_REMEMBERED)
def _asked(value: str, options: str, timeout_s: float) -> Reply:
    """Return what the process says, or in its place why it says nothing."""
    command = [sys.executable, "-m", "storage.declaration_child", value, options, str(_MEMORY_MB)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module; the plugin is an argument
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=timeout_s,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        return Reply(f"it did not declare itself within {timeout_s:g} s")
    try:
        return TypeAdapter(Reply).validate_json(done.stdout)
    except ValidationError:
        how = f"signal {-done.returncode}" if done.returncode < 0 else f"exit code {done.returncode}"
        return Reply(f"its process ended while it declared itself ({how})")
