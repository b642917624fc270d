"""How long a search takes over many texts while everything is indexed, and beside it what naive ranking would cost.

`search.words_p95_ms`: queries of all sorts (rare and frequent words, two words, beginnings, phrases, fragments,
filters, dates), each a first page of 20 hits with snippets, grouping and facets. `search.common_word_p95_ms`: a word
that stands in 70 % of the texts; reference: SQLite's bm25 over all that match, top 20, in the same database. During
both another thread records and indexes a few texts a second.
"""

import os
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC
from pathlib import Path

from storage.clock import SystemClock
from storage.events import Event, imported_uid
from storage.search.parse import parse_query
from storage.sqlite.fulltext import FulltextIndexer
from storage.sqlite.open import SqliteStorage, open_sqlite
from storage.topics import CLIPBOARD, SCREEN_TEXT, TRANSCRIPT, WINDOW_FOCUS
from tests.bench import search_meaning

TEXTS = int(os.environ.get("DAYTRAIL_BENCH_TEXTS", "200000"))
START_US = 1_600_000_000_000_000
STEP_US = 20_000_000
APPS = ("Firefox", "Google-chrome", "code", "thunderbird", "libreoffice-writer", "xterm", "zoom", "gimp")
SYLLABLES = (
    "ba",
    "co",
    "di",
    "fu",
    "ge",
    "hi",
    "jo",
    "ka",
    "le",
    "mu",
    "ni",
    "or",
    "pa",
    "qui",
    "ra",
    "so",
    "ti",
    "ve",
)
ROUNDS = 200
VECTORS_SHARE = 0.3


def vocabulary(rng: random.Random) -> list[str]:
    """Return 30,000 distinct pronounceable words."""
    words: set[str] = set()
    while len(words) < 30_000:
        words.add("".join(rng.choices(SYLLABLES, k=rng.randint(2, 5))))
    return sorted(words)


def texts(count: int, rng: random.Random, words: list[str]) -> Iterator[Event]:
    """Yield events with twelve-word texts, frequent words frequent, in sessions of one window."""
    weights = [1.0 / (rank + 10) for rank in range(len(words))]
    shuffled = rng.sample(words, len(words))
    pool = rng.choices(shuffled, weights, k=1_200_000)
    app, title = APPS[0], ""
    for number in range(count):
        if number % 15 == 0:
            app, title = rng.choice(APPS), " ".join(rng.choices(pool, k=3))
        at = rng.randrange(len(pool) - 12)
        text = " ".join(pool[at : at + 11]) + (" the" if rng.random() < 0.7 else " a")
        start_us = START_US + number * STEP_US
        yield event_of(number, rng.random(), start_us, text, app, title)


def event_of(number: int, which: float, start_us: int, text: str, app: str, title: str) -> Event:
    """Return one event of a realistic kind."""
    topic, data, length_us = SCREEN_TEXT, {"lines": [], "app": app, "title": title}, 0
    if which > 0.9:
        topic, data = CLIPBOARD, {"characters": len(text), "app": app}
    elif which > 0.8:
        topic, data, length_us = WINDOW_FOCUS, {"app": app, "title": text}, STEP_US
    elif which > 0.55:
        topic, data, length_us = TRANSCRIPT, {"words": []}, 5_000_000
    return Event(
        uid=imported_uid("bench", str(number)),
        topic=topic,
        device="laptop",
        start_us=start_us,
        end_us=start_us + length_us,
        received_us=start_us,
        text=text,
        data=data,  # type: ignore[arg-type]
    )


def build(home: Path, count: int, words: list[str]) -> SqliteStorage:
    """Return a store with so many texts, all indexed."""
    storage = open_sqlite(home, clock=SystemClock())
    batch: list[Event] = []
    for event in texts(count, random.Random(1), words):
        batch.append(event)
        if len(batch) == 5_000:
            storage.log.append(batch)
            batch = []
    storage.log.append(batch)
    FulltextIndexer(storage.writer, storage.readers, storage.log).catch_up()
    return storage


def queries(count: int, words: list[str]) -> list[str]:
    """Return what people might type."""
    rng = random.Random(2)
    sample = [event.text or "" for _, event in zip(range(2_000), texts(2_000, random.Random(1), words), strict=False)]
    found = []
    for number in range(count):
        some = rng.choice(sample).split()
        word, other = rng.sample(some[:-1], 2)
        at = rng.randrange(8)
        day = time.strftime("%Y-%m-%d", time.gmtime(START_US / 1e6 + rng.random() * TEXTS * STEP_US / 1e6))
        found.append(
            (
                word,
                f"{word} {other}",
                f"{word[:5]}*",
                f'"{some[at]} {some[at + 1]}"',
                f"{word} app:{rng.choice(APPS)}",
                f"said:{word}",
                f"{word} on:{day}",
                f"{word} before:{day}",
                f"{word} -{other}",
                f"{word[1:]}x{number}",
            )[number % 10]
        )
    return found


def typed(count: int, words: list[str]) -> list[str]:
    """Return those of the same queries that have a meaning: words that are neither quoted nor cut short."""
    return [text for text in queries(2 * count, words) if '"' not in text and "*" not in text][:count]


@contextmanager
def recording(storage: SqliteStorage, words: list[str]) -> Iterator[None]:
    """Append a few texts a second meanwhile, with the indexer at work."""
    stop = threading.Event()
    indexer = FulltextIndexer(storage.writer, storage.readers, storage.log)

    def record() -> None:
        more = texts(1 << 30, random.Random(4), words)
        for number, event in enumerate(more):
            start_us = START_US + (TEXTS + number) * STEP_US
            fresh = replace(event, uid=imported_uid("live", str(number)), start_us=start_us, end_us=start_us)
            storage.log.append([fresh])
            if stop.wait(0.2):
                return

    recorder = threading.Thread(target=record)
    indexer.start()
    recorder.start()
    try:
        yield
    finally:
        stop.set()
        recorder.join()
        indexer.stop()


def measure(storage: SqliteStorage, asked: list[str]) -> list[float]:
    """Return how long each query takes, in milliseconds."""
    found = []
    for text in asked:
        began = time.perf_counter()
        query = parse_query(text, now_us=START_US + TEXTS * STEP_US, zone=UTC)
        storage.store.search(query, limit=20)
        found.append((time.perf_counter() - began) * 1_000)
    return found


def naive(storage: SqliteStorage) -> float:
    """Return how long bm25 over all that match takes, in milliseconds."""
    took = []
    for _ in range(3):
        began = time.perf_counter()
        with storage.readers.lend() as connection:
            connection.execute(
                "SELECT rowid FROM words WHERE words MATCH 'the' ORDER BY bm25(words) LIMIT 20"
            ).fetchall()
        took.append((time.perf_counter() - began) * 1_000)
    return statistics.median(took)


def p95(values: list[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(values, n=20)[18]


def figures() -> list[dict[str, object]]:
    """Measure; about a minute with the default number of texts."""
    words = vocabulary(random.Random(0))
    with tempfile.TemporaryDirectory(prefix="daytrail-bench-") as folder:
        storage = build(Path(folder), TEXTS, words)
        try:
            asked = queries(ROUNDS, words)
            measure(storage, asked[:20])
            with recording(storage, words):
                mixed = measure(storage, asked)
                common = measure(storage, ["the", "the app:firefox", "the said:the", "the before:2021"] * (ROUNDS // 8))
            reference = naive(storage)
            space = search_meaning.Space()
            vectors = search_meaning.add_vectors(storage, VECTORS_SHARE, space)
            with recording(storage, words):
                now_us = START_US + TEXTS * STEP_US
                hybrid, _ = search_meaning.measure(storage, typed(ROUNDS, words), space, now_us)
            table = search_meaning.vector_table(vectors, space)
        finally:
            storage.close()
    value = p95(common)
    return [
        {
            "figure": "search.words_p95_ms",
            "value": round(p95(mixed), 2),
            "unit": "ms",
            "reference": None,
            "ratio": None,
            "samples": len(mixed),
            "texts": TEXTS,
        },
        {
            "figure": "search.common_word_p95_ms",
            "value": round(value, 2),
            "unit": "ms",
            "reference": round(reference, 2),
            "ratio": round(value / reference, 3),
            "samples": len(common),
            "texts": TEXTS,
        },
        {
            "figure": "search.hybrid_p95_ms",
            "value": round(p95(hybrid), 2),
            "unit": "ms",
            "reference": round(table, 2),
            "ratio": round(p95(hybrid) / table, 3),
            "samples": len(hybrid),
            "texts": TEXTS,
            "vectors": vectors,
        },
    ]
