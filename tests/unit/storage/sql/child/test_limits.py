import subprocess
import sys

import pytest

CODE = """
from storage.sql.child import limits
limits.apply(64)
try:
    held = bytearray(3 << 30)
except MemoryError:
    print("stopped")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the application watches from outside there")
def test_a_process_cannot_take_more_than_it_may() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout == "stopped\n"
