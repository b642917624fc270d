"""Implements `storage.lifecycle.verify.Checks` over the SQLite file."""

from pathlib import Path
from typing import Final

import apsw

from storage.sqlite import fulltext, vectors
from storage.sqlite.database import DatabaseError
from storage.sqlite.documents import DOCUMENT_SQL, KEY_BITS
from storage.sqlite.integrity import problems
from storage.sqlite.pyramid import forget_pyramid
from storage.sqlite.readers import Readers
from storage.sqlite.vectorcheck import wrong_vectors
from storage.sqlite.writer import RefusingWriter, Writer

_MISSING: Final = (
    "SELECT count(*) FROM event WHERE text IS NOT NULL AND key <= ? "  # noqa: S608  a fixed expression
    f"AND NOT EXISTS (SELECT 1 FROM document WHERE id = {DOCUMENT_SQL})"
)
_EXTRA: Final = (
    "SELECT count(*) FROM document WHERE NOT EXISTS (SELECT 1 FROM event "  # noqa: S608  a fixed number
    f"WHERE key = document.id & {(1 << KEY_BITS) - 1} AND event.text IS NOT NULL)"
)


class SqliteChecks:
    """See the protocol. Any thread may call."""

    def __init__(self, path: Path, writer: Writer | RefusingWriter, readers: Readers) -> None:
        self._path = path
        self._writer = writer
        self._readers = readers

    def problems(self) -> list[str]:
        try:
            found = problems(self._path, thorough=True)
        except DatabaseError as error:
            return [str(error)]
        damaged = self._writer.run(_damaged_indexes)
        found += [f"the search index {table!r} is damaged; `daytrail repair` builds it anew" for table in damaged]
        with self._readers.lend() as connection:
            missing = connection.execute(_MISSING, (fulltext.indexed_offset(connection),)).get
            extra = connection.execute(_EXTRA).get
            wrong = wrong_vectors(connection)
        if missing or extra:
            found.append(f"the search index lacks {missing} texts and has {extra} too many; `daytrail repair` helps")
        if wrong:
            found.append(f"the index of meaning is wrong about {wrong} vectors; `daytrail repair` builds it anew")
        return found

    def rebuild(self) -> None:
        def work(connection: apsw.Connection) -> None:
            fulltext.rebuild(connection)
            vectors.rebuild(connection)
            forget_pyramid(connection)

        self._writer.run(work)


def _damaged_indexes(connection: apsw.Connection) -> list[str]:
    found = []
    for table in ("words", "fragments"):
        try:
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")  # noqa: S608  two fixed names
        except apsw.CorruptError:
            found.append(table)
    return found
