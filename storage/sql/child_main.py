"""The entrance of the query process. It alone loads DuckDB, behind this door, so that nobody else does by importing."""

import importlib
import os
import signal
from multiprocessing.connection import Connection

from storage.sql.messages import Setup


def serve(pipe: Connection, setup: Setup) -> None:
    """Answer requests until the pipe closes. The main function of a query process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # who started us closes the pipe
    if hasattr(os, "nice"):
        os.nice(setup.nice)
    importlib.import_module("storage.sql.child.serve").serve(pipe, setup)
