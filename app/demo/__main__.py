"""What `make run` starts: the desktop application where there is a display, else a session on a virtual one."""

import os
import sys

from app.demo.application import DAYTRAIL
from app.demo.show import show


def main() -> int:
    """Become the desktop application, or show the session and return its exit code."""
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        os.execv(DAYTRAIL, [str(DAYTRAIL)])  # noqa: S606 - no shell is wanted
    return show()


if __name__ == "__main__":
    sys.exit(main())
