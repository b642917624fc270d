"""Tells whether the session is locked, as well as can be known without a bus connection of our own.

Linux: what systemd-logind says of this session. A locker that does not tell it (some that only draw a window) goes
unnoticed. Windows: whether the input desktop can be opened.
macOS: not known; never counts as locked. Windows and macOS are written without having been tried.
"""

import os
import shutil
import subprocess
import sys

_ANSWER_S = 2.0


def session_locked() -> bool:
    """Return whether the session is known to be locked; False where it cannot be known."""
    if sys.platform == "linux":
        return _logind_locked()
    if sys.platform == "win32":
        return _input_desktop_closed()
    return False


def _logind_locked() -> bool:
    session, loginctl = os.environ.get("XDG_SESSION_ID"), shutil.which("loginctl")
    if not session or loginctl is None:
        return False
    try:
        answer = subprocess.run(  # noqa: S603 - fixed arguments; the session's name comes from the login itself
            [loginctl, "show-session", session, "--property=LockedHint", "--value"],
            capture_output=True,
            text=True,
            timeout=_ANSWER_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.stdout.strip() == "yes"


def _input_desktop_closed() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    user32 = ctypes.windll.user32
    desktop = user32.OpenInputDesktop(0, False, 0x0100)
    if not desktop:
        return True
    user32.CloseDesktop(desktop)
    return False
