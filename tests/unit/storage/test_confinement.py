import subprocess
import sys

import pytest

CONFINED = """
import os, socket, subprocess, sys, threading
from storage.confinement import Limits, confine
confine(Limits(memory_mb={memory}, open_files=64, foreign={foreign}, granted=frozenset({granted})))
try:
    {code}
except Exception as error:
    print(type(error).__name__, error)
else:
    print("done")
"""


def confined(code: str, *, foreign: bool = True, granted: tuple[str, ...] = (), memory: int = 0) -> str:
    script = CONFINED.format(code=code, foreign=foreign, granted=granted, memory=memory)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    return done.stdout.strip()


ATTEMPTS = {
    "network": "socket.create_connection(('127.0.0.1', 9), 1)",
    "programs": "subprocess.run(['true'], check=True)",
    "files": "open(os.path.join(os.environ.get('TMPDIR', '/tmp'), 'daytrail-confined'), 'w').close()",
    "database": "open('/nowhere/daytrail.sqlite')",
}


@pytest.mark.parametrize("permission", ATTEMPTS)
def test_what_is_not_granted_is_refused_and_the_permission_named(permission: str) -> None:
    answer = confined(ATTEMPTS[permission])

    assert answer.startswith("NotPermittedError")
    assert permission in answer


def test_what_is_granted_or_our_own_is_left_alone() -> None:
    assert confined(ATTEMPTS["programs"], granted=("programs",)) == "done"
    assert confined(ATTEMPTS["programs"], foreign=False) == "done"
    assert confined(ATTEMPTS["network"], granted=("network",)).startswith("ConnectionRefusedError")
    assert confined("open(os.devnull, 'w').close()") == "done"


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no such limits")
def test_memory_and_open_files_are_limited() -> None:
    assert confined("bytearray(1 << 30)", memory=400, foreign=False).startswith("MemoryError")
    assert confined("kept = [open('/dev/null') for _ in range(100)]").startswith("OSError")
