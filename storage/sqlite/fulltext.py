"""Keeps the full-text indexes: a consumer of the log whose offset is committed with its rows.

Append does not wait for it; search scans what is not indexed yet. Taking texts out is a trigger on `event`, so it
happens in the transaction that deletes (migrations/0002_fulltext.sql).
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import apsw
import orjson

from storage.clock import Clock, SystemClock
from storage.events import trace_in
from storage.log import Log, LogClosedError, LogError
from storage.search.windows import FOCUS_BACK_US, FOCUS_SLACK_US, likeness, window_of
from storage.sqlite import vectors
from storage.sqlite.appending import head
from storage.sqlite.documents import document_id
from storage.sqlite.readers import Readers
from storage.sqlite.writer import RefusingWriter, Writer
from storage.topics import WINDOW_FOCUS

logger = logging.getLogger(__name__)

GROUP: Final = "fulltext"
BATCH_EVENTS: Final = 20_000
BATCH_TEXTS: Final = 1_000
_BATCH_CHARACTERS: Final = 300_000
"""What one transaction takes at most, so that appending waits for it no longer than some tens of milliseconds."""
_WAIT_S: Final = 0.5
_RETRY_S: Final = 2.0
_PADDING: Final = "  "
"""Ends each text in the fragment index, so that its last two characters begin a trigram, too."""


@dataclass(frozen=True, slots=True)
class IndexedText:
    """An event whose text has come into the index: its uid, topic, end, and the trace it belongs to."""

    uid: bytes
    topic: str
    end_us: int
    trace: bytes


@dataclass(frozen=True, slots=True)
class Indexed:
    """What came into the index in one transaction: when work on it began, and when it was durable."""

    texts: tuple[IndexedText, ...]
    began_us: int
    ended_us: int


@dataclass(frozen=True, slots=True)
class Document:
    """What the index knows of an event beside its text: the window at that moment, and what it looks like."""

    id: int
    topic: int
    app: str
    title: str
    likeness: int


class Windows:
    """Finds the application and title at a moment: the event's own, else the window in focus then."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection
        self._focus = connection.execute("SELECT id FROM topic WHERE name = ?", (WINDOW_FOCUS,)).get

    def at(self, data: str, device: int, start_us: int) -> tuple[str, str]:
        """Return (app, title) for an event's data (JSON text), device number and start; "" where unknown."""
        fields = orjson.loads(data) if '"app"' in data or '"title"' in data else {}
        own = window_of(fields)
        if own is not None:
            return own
        rows = self._connection.execute(
            "SELECT device, end_us, data FROM event WHERE topic = ? AND start_us <= ? AND start_us > ? "
            "ORDER BY start_us DESC LIMIT 4",
            (self._focus, start_us, start_us - FOCUS_BACK_US),
        )
        for found, end_us, window in rows:
            if found == device and end_us >= start_us - FOCUS_SLACK_US:
                return self.at(window, device, start_us) if '"app"' in window else ("", "")
        return "", ""


def describe(windows: Windows, row: Sequence[Any]) -> Document:
    """Return the document of (key, topic, device, start_us, text, data, picture)."""
    key, topic, device, start_us, text, data, picture = row
    app, title = windows.at(data, device, start_us)
    looks = likeness(topic, device, text, (app, title), pictured=bool(picture))
    return Document(document_id(start_us, key), topic, app, title, looks)


WITH_TEXT: Final = (
    "SELECT event.key, event.topic, event.device, event.start_us, event.text, event.data, topic.picture "
    "FROM event JOIN topic ON topic.id = event.topic WHERE event.text IS NOT NULL AND event.key > ? "
)


def indexed_offset(connection: apsw.Connection) -> int:
    """Return the offset up to which every text is indexed."""
    return int(connection.execute("SELECT offset FROM consumer WHERE name = ?", (GROUP,)).get or 0)


def index_next(connection: apsw.Connection) -> bool:
    """Index the next batch inside a write transaction; False when everything is indexed."""
    done, newest = indexed_offset(connection), head(connection)
    upto = min(newest, done + BATCH_EVENTS)
    if upto <= done:
        return False
    rows, size = [], 0
    for row in connection.execute(WITH_TEXT + "AND event.key <= ? ORDER BY event.key", (done, upto)):
        rows.append(row)
        size += len(row[4])
        if len(rows) >= BATCH_TEXTS or size >= _BATCH_CHARACTERS:
            upto = row[0]
            break
    if rows:
        windows = Windows(connection)
        _insert(connection, sorted(((describe(windows, row), row) for row in rows), key=lambda pair: pair[0].id))
    connection.execute("UPDATE consumer SET offset = ? WHERE name = ?", (upto, GROUP))
    return upto < newest


def _index_span(connection: apsw.Connection) -> tuple[bool, int, int]:
    """Index the next batch; return whether there is more, and the offsets that the index had before and has now."""
    before = indexed_offset(connection)
    more = index_next(connection)
    return more, before, indexed_offset(connection)


def rebuild(connection: apsw.Connection) -> None:
    """Empty both indexes and begin again at the start of the log; inside a write transaction."""
    connection.execute("INSERT INTO words (words) VALUES ('delete-all')")
    connection.execute("INSERT INTO fragments (fragments) VALUES ('delete-all')")
    connection.execute("DELETE FROM document")
    connection.execute("UPDATE consumer SET offset = 0 WHERE name = ?", (GROUP,))


def _insert(connection: apsw.Connection, found: Sequence[tuple[Document, Sequence[Any]]]) -> None:
    """Insert documents, sorted by id: an index takes rows in order much faster."""
    known = {
        number
        for (number,) in connection.execute(
            "SELECT id FROM document WHERE id IN (SELECT value FROM json_each(?))",
            (orjson.dumps([document.id for document, _ in found]).decode(),),
        )
    }
    fresh = [(document, row) for document, row in found if document.id not in known]
    connection.executemany(
        "INSERT INTO document (id, topic, app, likeness) VALUES (?,?,?,?)",
        [(document.id, document.topic, document.app, document.likeness) for document, _ in fresh],
    )
    connection.executemany(
        "INSERT INTO words (rowid, text, app, tags) VALUES (?,?,?,?)",
        [(document.id, row[4], document.app, f"t{row[1]} d{row[2]} all") for document, row in fresh],
    )
    connection.executemany(
        "INSERT INTO fragments (rowid, text) VALUES (?,?)",
        [(document.id, row[4] + _PADDING) for document, row in fresh],
    )


class FulltextIndexer:
    """A thread that indexes what is appended, in the writer's transactions: texts, then vectors of their meaning.

    Several processes may each run one.

    Attributes:
        watcher: told what came into the index, in the thread that indexes; may be set at any time, None for nobody.
    """

    def __init__(
        self, writer: Writer | RefusingWriter, readers: Readers, log: Log, *, clock: Clock | None = None
    ) -> None:
        """`clock` tells the watcher's times."""
        self._writer = writer
        self._readers = readers
        self._log = log
        self._clock = clock or SystemClock()
        self.watcher: Callable[[Indexed], None] | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._loop, name="fulltext", daemon=True)

    def start(self) -> None:
        """Begin to index in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch under way and end the thread; call before the log is closed, or after."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def catch_up(self) -> None:
        """Index everything there is in the calling thread."""
        for index in (self._index_texts, self._index_vectors):
            while not self._stop.is_set() and index():
                pass

    def _index_texts(self) -> bool:
        """Index the next texts, and tell the watcher of them; False when everything is indexed."""
        watcher = self.watcher
        if watcher is None:
            return self._writer.run(index_next, rows=BATCH_TEXTS)
        began_us = self._clock.now_us()
        more, before, upto = self._writer.run(_index_span, rows=BATCH_TEXTS)
        ended_us = self._clock.now_us()
        texts = self._texts(before, upto)
        if texts:
            watcher(Indexed(texts, began_us, ended_us))
        return more

    def _index_vectors(self) -> bool:
        return self._writer.run(vectors.index_next, rows=BATCH_TEXTS)

    def _texts(self, after: int, upto: int) -> tuple[IndexedText, ...]:
        """Return the texts at these offsets that have not been deleted since."""
        with self._readers.lend() as connection:
            rows = connection.execute(
                "SELECT event.uid, topic.name, event.end_us, event.parent, event.data FROM event "
                "JOIN topic ON topic.id = event.topic "
                "WHERE event.text IS NOT NULL AND event.key > ? AND event.key <= ? ORDER BY event.key",
                (after, upto),
            )
            return tuple(
                IndexedText(uid, topic, end_us, trace_in(orjson.loads(data)) or parent or uid)
                for uid, topic, end_us, parent, data in rows
            )

    def _loop(self) -> None:
        while not self._stop.is_set():
            try:
                self.catch_up()
                with self._readers.lend() as connection:
                    done = indexed_offset(connection)
                self._wait(done)
            except LogClosedError:
                return
            except LogError as error:
                logger.warning("the full-text index waits: %s", error)
                self._stop.wait(_RETRY_S)

    def _wait(self, done: int) -> None:
        """Wait until there is something to index or the thread must end."""
        while not self._stop.is_set() and self._log.wait(done, _WAIT_S) <= done:
            pass
