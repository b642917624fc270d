"""Starts child processes that know nothing of the program's main module, and sees them end."""

import multiprocessing
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from types import ModuleType

_spawning = threading.Lock()


def spawn(target: Callable[..., None], arguments: tuple[object, ...], name: str) -> SpawnProcess:
    """Start a process that runs a function of a module; it ends with ours at the latest.

    Raises:
        OSError: the system allows no more processes.
    """
    process = multiprocessing.get_context("spawn").Process(target=target, args=arguments, name=name, daemon=True)
    with _spawning, _without_main_module():
        process.start()
    return process


def ended(process: SpawnProcess, timeout_s: float = 0.0) -> bool:
    """Tell whether a process ends in time.

    Its sentinel tells so even where somebody else has taken its exit status; `is_alive` would then say yes for ever.
    """
    return bool(wait([process.sentinel], timeout_s))


def let_go(process: SpawnProcess) -> int | None:
    """Wait for the end of a process, forget it, and return its exit code: None where somebody else has taken it.

    WORKAROUND: `multiprocessing` takes such a process for alive for ever: it refuses to close it, and would at its own
    exit send a signal to whoever has the same number by then.
    """
    wait([process.sentinel])
    process.join()
    code = process.exitcode
    if code is None:
        process._popen.returncode = 0  # type: ignore[attr-defined]
    process.close()
    return code


@contextmanager
def _without_main_module() -> Iterator[None]:
    """Keep the child from importing the program's main module, and with it the window and the database.

    `multiprocessing` re-imports `__main__` in a spawned child so that functions defined there can be unpickled; ours
    never are.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
