"""Keeps the stored pyramid close behind the log, in a thread of its own.

It reads a snapshot, works out the tiles in memory, and borrows the writer only to store them. Readers merge what is not
stored yet, so there is no hurry: a quiet recorder's tiles are written rarely, which spares the disk.
"""

import logging
import threading

import apsw

from storage.log import LogClosedError, LogError
from storage.sqlite.appending import head
from storage.sqlite.lanes import load_lanes
from storage.sqlite.mediause import list_media
from storage.sqlite.pyramid import Pyramid, TileCache, load_state
from storage.sqlite.readers import Readers
from storage.sqlite.watch import HeadWatch
from storage.sqlite.writer import Writer
from storage.store import StoreError

logger = logging.getLogger(__name__)

ENOUGH_ENTRIES = 4_000
"""So many entries are stored at once, or fewer after `PATIENCE_S`."""

MOST_ENTRIES = 50_000
PATIENCE_S = 300.0
BREATH_S = 1.0
"""Between two folds, so that a flood of events is folded in large pieces, which costs much less."""


class Folder:
    """Folds entries of the log into the stored pyramid. Started at once; `close` folds what is left."""

    def __init__(self, writer: Writer, readers: Readers, watch: HeadWatch) -> None:
        self._writer = writer
        self._readers = readers
        self._watch = watch
        self._stop = threading.Event()
        self._pyramid: Pyramid | None = None
        self._folding = threading.Lock()
        self._thread = threading.Thread(target=self._loop, name="store-pyramid", daemon=True)
        self._thread.start()

    def fold(self) -> int:
        """Fold up to `MOST_ENTRIES` entries and return the offset up to which everything is stored.

        Raises:
            LogError: it could not be stored.
            StoreError: it could not be read.
        """
        with self._folding:
            with self._readers.lend() as connection:
                pyramid = self._fresh(connection)
                last = min(head(connection), pyramid.offset + MOST_ENTRIES)
                if last <= pyramid.offset:
                    return pyramid.offset
                pyramid.catch_up(connection, last)

            def work(connection: apsw.Connection) -> bool:
                if load_state(connection) != pyramid.base:
                    return False
                pyramid.store(connection)
                list_media(connection)
                return True

            stored = self._writer.run(work, rows=len(pyramid.changed))
            return last if stored else pyramid.base.folded

    def close(self) -> None:
        """Stop the thread and fold what is left."""
        self._stop.set()
        self._watch.poke()
        self._thread.join()
        try:
            self.fold()
        except LogClosedError:
            return
        except (LogError, StoreError) as error:
            logger.warning("the pyramid is completed at the next start: %s", error)

    def _loop(self) -> None:
        while not self._stop.is_set():
            try:
                folded = self.fold()
                self._stop.wait(BREATH_S)
                self._watch.wait(folded + ENOUGH_ENTRIES - 1, PATIENCE_S, self._stop.is_set)
            except LogClosedError:
                return
            except (LogError, StoreError) as error:
                logger.warning("the pyramid waits: %s", error)
                self._stop.wait(5.0)

    def _fresh(self, connection: apsw.Connection) -> Pyramid:
        if self._pyramid is None:
            self._pyramid = Pyramid(load_lanes(connection), TileCache())
        self._pyramid.start(connection)
        return self._pyramid
