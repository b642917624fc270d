"""Appends, extends and deletes as fast as it can, and says what was acknowledged; killed by its parent.

Each line of its output is an acknowledgement: `a N` events up to number N, `x N END` an extension, `d N` a deletion.
"""

import sys
from itertools import count
from pathlib import Path

from storage.clock import SystemClock
from storage.events import Event, imported_uid
from storage.sqlite.fulltext import FulltextIndexer
from storage.sqlite.open import open_sqlite
from storage.topics import CLIPBOARD, WINDOW_FOCUS

BATCH = 20
S = 1_000_000


def event(number: int) -> Event:
    """The event of a number: the parent knows it, too."""
    topic = WINDOW_FOCUS if number % 2 else CLIPBOARD
    data = {"app": f"app{number % 7}", "title": "t"} if number % 2 else {"characters": 9}
    return Event(
        imported_uid("kill", str(number)), topic, "desk", number * S, number * S + S, 0, text=f"word{number}", data=data
    )


def main(home: Path, first: int) -> None:
    """Write until killed, beginning with event `first`."""
    storage = open_sqlite(home, clock=SystemClock())
    indexer = FulltextIndexer(storage.writer, storage.readers, storage.log)
    indexer.start()
    for turn in count():
        start = first + turn * BATCH
        storage.log.append([event(number) for number in range(start, start + BATCH)])
        print(f"a {start + BATCH - 1}", flush=True)
        if turn % 3 == 0:
            storage.log.extend(event(start).uid, (start + 500) * S)
            print(f"x {start} {(start + 500) * S}", flush=True)
        if turn % 5 == 0:
            storage.log.delete([event(start + 1).uid])
            print(f"d {start + 1}", flush=True)
        if turn % 11 == 0:
            assert storage.folder is not None
            storage.folder.fold()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
