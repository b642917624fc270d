"""Keeps the index of vectors: a consumer of the log whose offset is committed with its rows, like the full-text index.

A search first compares one bit per number with all vectors, a few bytes each, then those of the nearest in
full. The bits lie packed 1,024 to a row: read in one go and counted by numpy they take a tenth of the time that a table
of vectors takes for as many nearest. Taking vectors out is a trigger (migrations/0008_meaning.sql).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import apsw
import numpy as np
import orjson
from numpy.typing import NDArray

from storage.sqlite.appending import head
from storage.sqlite.documents import document_id
from storage.topics import MEANING
from storage.vectors import Passage, codes, passages_of

GROUP: Final = "meaning"
BATCH_EVENTS: Final = 20_000
BLOCK_SHIFT: Final = 10
BLOCK: Final = 1 << BLOCK_SHIFT
DOCUMENT: Final = np.dtype("<i8")
"""What a block knows of each of its vectors: the text's row in the indexes of words, 0 for an empty place, …"""
KIND: Final = np.dtype("<u4")
"""… and its topic and device (`kind_of`)."""
_BATCH_VECTORS: Final = 4_000

WITH_VECTORS: Final = (
    "SELECT event.key, parent.key, parent.start_us, parent.topic, parent.device, event.data "
    "FROM event CROSS JOIN event AS parent ON parent.uid = event.parent WHERE +event.topic = ? AND event.key > ? "
)
"""The plus keeps SQLite from going through all events of the topic instead of the few new ones."""


@dataclass(frozen=True, slots=True)
class Carrier:
    """An event with vectors: its own key, the text's event (key, document, start, topic, device), and the passages."""

    key: int
    text_key: int
    document: int
    start_us: int
    topic: int
    device: int
    model: str
    passages: tuple[Passage, ...]


def kind_of(topic: int, device: int) -> int:
    """Return the numbers of a topic and a device as one."""
    return (topic << 16) | device


def meaning_topic(connection: apsw.Connection) -> int:
    """Return the number of the topic of vectors, -1 where it is not registered yet."""
    found = connection.execute("SELECT id FROM topic WHERE name = ?", (MEANING,)).get
    return -1 if found is None else int(found)


def indexed_offset(connection: apsw.Connection) -> int:
    """Return the offset up to which every vector is indexed."""
    return int(connection.execute("SELECT offset FROM consumer WHERE name = ?", (GROUP,)).get or 0)


def carriers(rows: Iterator[Sequence[Any]]) -> Iterator[Carrier]:
    """Yield the carriers of rows of `WITH_VECTORS`."""
    for key, text_key, start_us, topic, device, data in rows:
        fields = orjson.loads(data)
        document = document_id(start_us, text_key)
        model = str(fields.get("model", ""))
        yield Carrier(key, text_key, document, start_us, topic, device, model, passages_of(fields))


def index_next(connection: apsw.Connection) -> bool:
    """Index the next batch inside a write transaction; False when everything is indexed."""
    done, newest = indexed_offset(connection), head(connection)
    upto = min(newest, done + BATCH_EVENTS)
    if upto <= done:
        return False
    found: dict[str, list[Carrier]] = {}
    count = 0
    rows = connection.execute(
        f"{WITH_VECTORS}AND event.key <= ? ORDER BY event.key", (meaning_topic(connection), done, upto)
    )
    for carrier in carriers(rows):
        found.setdefault(carrier.model, []).append(carrier)
        count += len(carrier.passages)
        if count >= _BATCH_VECTORS:
            upto = carrier.key
            break
    for model, many in found.items():
        _insert(connection, model, [one for one in many if one.passages])
    connection.execute("UPDATE consumer SET offset = ? WHERE name = ?", (upto, GROUP))
    return upto < newest


def rebuild(connection: apsw.Connection) -> None:
    """Empty the index and begin again at the start of the log; inside a write transaction."""
    connection.execute("DELETE FROM vector_block")
    connection.execute("DELETE FROM vector")
    connection.execute("UPDATE consumer SET offset = 0 WHERE name = ?", (GROUP,))


def _insert(connection: apsw.Connection, model: str, found: Sequence[Carrier]) -> None:
    """Add the vectors of one model behind those there are."""
    by_dimension: dict[int, list[Carrier]] = {}
    for one in found:
        by_dimension.setdefault(len(one.passages[0].vector), []).append(one)
    for dimension, many in by_dimension.items():
        number = _model(connection, model, dimension)
        if number is None:
            continue
        bits = codes(np.stack([passage.vector for one in many for passage in one.passages]))
        documents = np.array([one.document for one in many for _ in one.passages], DOCUMENT)
        kinds = np.array([kind_of(one.topic, one.device) for one in many for _ in one.passages], KIND)
        owners = [(one.key, ordinal) for one in many for ordinal in range(len(one.passages))]
        added = 0
        while added < len(owners):
            block, used = _room(connection, number, bits.shape[1])
            taken = min(BLOCK - used, len(owners) - added)
            some = slice(added, added + taken)
            _fill(connection, block, used, bits[some], documents[some], kinds[some])
            connection.executemany(
                "INSERT INTO vector (id, event, ordinal) VALUES (?,?,?)",
                [((block << BLOCK_SHIFT) + used + n, *owner) for n, owner in enumerate(owners[some])],
            )
            added += taken


def _model(connection: apsw.Connection, name: str, dimension: int) -> int | None:
    """Return the number of a model, None where its vectors had another length before: those cannot be compared."""
    connection.execute("INSERT OR IGNORE INTO vector_model (name, dimension) VALUES (?,?)", (name, dimension))
    number: int | None = connection.execute(
        "SELECT id FROM vector_model WHERE name = ? AND dimension = ?", (name, dimension)
    ).get
    return number


def _room(connection: apsw.Connection, model: int, width_bytes: int) -> tuple[int, int]:
    """Return the model's last block and how much of it is used, or a new one."""
    block = connection.execute("SELECT max(id) FROM vector_block WHERE model = ?", (model,)).get
    if block is not None:
        last = connection.execute(
            "SELECT max(id) FROM vector WHERE id BETWEEN ? AND ?",
            (block << BLOCK_SHIFT, (block << BLOCK_SHIFT) + BLOCK - 1),
        ).get
        used = 0 if last is None else (last & (BLOCK - 1)) + 1
        if used < BLOCK:
            return block, used
    connection.execute(
        "INSERT INTO vector_block (model, codes, documents, kinds) VALUES (?, zeroblob(?), zeroblob(?), zeroblob(?))",
        (model, BLOCK * width_bytes, BLOCK * DOCUMENT.itemsize, BLOCK * KIND.itemsize),
    )
    return connection.last_insert_rowid(), 0


def _fill(
    connection: apsw.Connection,
    block: int,
    used: int,
    bits: NDArray[np.uint8],
    documents: NDArray[np.int64],
    kinds: NDArray[np.uint32],
) -> None:
    """Write vectors into a block from a place on; only the pages they lie in are written."""
    for column, content in (("codes", bits), ("documents", documents), ("kinds", kinds)):
        with connection.blob_open("main", "vector_block", column, block, True) as blob:
            blob.seek(used * (content.nbytes // len(content)))
            blob.write(content.tobytes())
