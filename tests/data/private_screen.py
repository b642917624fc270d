"""A private virtual screen for tests that need no more of a desktop than that."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def private_screen(width_px: int = 1280, height_px: int = 800) -> Iterator[str]:
    """Start an X server and give what DISPLAY is set to; it ends with the block.

    Without `-noreset` the server starts anew when its last client leaves, and refuses whoever comes in that moment.
    """
    reading, writing = os.pipe()
    size = f"{width_px}x{height_px}x24"
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        assert number, "the virtual screen did not start"
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(10)
