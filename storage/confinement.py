"""What a process of its own may not do: more memory, files, network and programs than it was granted.

Limits of memory and files are the operating system's (not on Windows). The network is taken away by the system where it
lets us (a network namespace of its own on Linux); besides, an audit hook refuses what Python code asks for. Native code
that a plugin brings can get around the hook: it keeps the careless out, not the malicious.
"""

import ctypes
import logging
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PERMISSIONS = frozenset({"network", "programs", "files", "database"})
"""What a plugin may declare that it needs, and is then granted; `files` is writing and removing."""
_log = logging.getLogger(__name__)
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_NETWORK = {"socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}
_PROGRAMS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty", "os.startfile"}
_CHANGES = {"os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.truncate", "os.link", "os.symlink", "shutil.rmtree"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


class NotPermittedError(PermissionError):
    """A plugin asked for something that was not granted; the message says what and how it can be declared."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one worker process may take.

    Attributes:
        memory_mb: most memory it may have for data; 0 for no limit.
        open_files: most files open at a time; 0 for no limit.
        foreign: whether the code comes from an installed package, and may do only what it is granted.
        granted: permissions: `network`, `programs`, `files` (writing and removing), `database`.
    """

    memory_mb: int = 0
    open_files: int = 0
    foreign: bool = False
    granted: frozenset[str] = frozenset()


def confine(limits: Limits) -> None:
    """Put limits on this process; they cannot be taken back."""
    if sys.platform != "win32":
        _limit(limits)
    if not limits.foreign:
        return
    if "network" not in limits.granted and sys.platform == "linux":
        _leave_the_network()
    sys.addaudithook(_guard(limits.granted))


def _limit(limits: Limits) -> None:
    import resource

    wanted = {resource.RLIMIT_DATA: limits.memory_mb << 20, resource.RLIMIT_NOFILE: limits.open_files}
    for kind, most in wanted.items():
        if not most:
            continue
        _, hard = resource.getrlimit(kind)
        ceiling = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (ceiling, ceiling))
        except (OSError, ValueError) as error:
            _log.warning("a limit cannot be set: %s", error)


def _leave_the_network() -> None:
    """Move into a network of its own, with nobody in it; many systems allow that to every process, some to none."""
    if ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        _log.info("the system grants no network of its own; Python's own calls are refused instead")


def _guard(granted: frozenset[str]) -> Callable[[str, tuple[object, ...]], None]:
    def guard(event: str, arguments: tuple[object, ...]) -> None:
        if event in _NETWORK:
            _require("network", granted, event)
        elif event in _PROGRAMS:
            _require("programs", granted, event)
        elif event in _CHANGES:
            _require("files", granted, event)
        elif event == "open":
            _opened(arguments, granted)

    return guard


def _opened(arguments: tuple[object, ...], granted: frozenset[str]) -> None:
    path, _, flags = (*arguments, None, None, None)[:3]
    if not isinstance(path, str | bytes):
        return
    name = os.fsdecode(path)
    if Path(name).name.startswith("daytrail.sqlite"):
        _require("database", granted, "opening the database")
    if isinstance(flags, int) and flags & _WRITES and name not in {os.devnull, "/dev/tty"}:
        _require("files", granted, "writing a file")


def _require(permission: str, granted: frozenset[str], what: str) -> None:
    if permission not in granted:
        raise NotPermittedError(f"{what} needs the permission “{permission}”, which the plugin does not declare")
