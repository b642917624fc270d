"""Where the program's own messages go: a rotating file in the data folder, warnings to the terminal."""

import faulthandler
import logging
import logging.handlers
import sys

from app.home import Home

_FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"


def set_up_logging(home: Home, *, verbose: bool = False) -> None:
    """Send messages to `logs/daytrail.log` (owner-only, 3 × 2 MB) and warnings to standard error.

    A folder that cannot be written is not fatal: messages then go to standard error alone.
    """
    root = logging.getLogger()
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    terminal = logging.StreamHandler(sys.stderr)
    terminal.setLevel(logging.DEBUG if verbose else logging.WARNING)
    terminal.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    handlers: list[logging.Handler] = [terminal]
    try:
        home.logs.mkdir(mode=0o700, exist_ok=True)
        path = home.logs / "daytrail.log"
        file = logging.handlers.RotatingFileHandler(path, maxBytes=2_000_000, backupCount=2, encoding="utf-8")
        path.chmod(0o600)
        file.setFormatter(logging.Formatter(_FORMAT))
        handlers.append(file)
    except OSError as error:
        logging.getLogger(__name__).warning("no log file: %s", error.strerror)
    root.handlers = handlers
    faulthandler.enable()
