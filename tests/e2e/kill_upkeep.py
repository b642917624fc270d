"""Packs, lets go, forgets or migrates without end, and says what was acknowledged; killed by its parent.

Each line of its output is an acknowledgement: `a N` pictures up to number N are kept, `d N` picture N is forgotten.
"""

import io
import sys
from itertools import count
from pathlib import Path

from PIL import Image, ImageDraw

from storage.clock import SystemClock
from storage.events import Event, imported_uid
from storage.lifecycle import packing
from storage.lifecycle.forget import ForgetRequest, Forgetter
from storage.lifecycle.packing import Packer
from storage.lifecycle.retention import Policy, Retention
from storage.objects.encoder import EncoderHere
from storage.objects.open import open_media
from storage.sqlite.open import open_sqlite
from storage.sqlite.references import SqliteReferences
from storage.topics import SCREEN

BATCH = 6
MINUTE_US = 60_000_000
DAY_US = 1_440 * MINUTE_US
KEEP_DAYS = 1
PER_DAY = 12
"""Pictures a day: two batches, so that retention has something to do in every turn."""


def picture(number: int) -> bytes:
    """What the screen showed: a page to which a line is added."""
    image = Image.new("RGB", (192, 128), (248, 248, 244))
    pen = ImageDraw.Draw(image)
    for line in range(number % 7 + 1):
        pen.text((6, 4 + 14 * line), f"{number - number % 7 + line} a line of a page", fill=(20, 60, 120))
    out = io.BytesIO()
    image.save(out, "WEBP", quality=80, method=0)
    return out.getvalue()


def at_us(number: int) -> int:
    """When the screen showed it."""
    return number * DAY_US // PER_DAY


def event(number: int, address: str) -> Event:
    """The event of a picture: the parent knows it, too."""
    start_us = at_us(number)
    data = {"display": 0, "width": 192, "height": 128, "trigger": "change"}
    return Event(
        imported_uid("kill", str(number)), SCREEN, "desk", start_us, start_us, start_us, data=data, media=address
    )


class Clock(SystemClock):
    """Shows the time of the newest picture."""

    now = 0

    def now_us(self) -> int:
        return self.now


def upkeep(home: Path, first: int, task: str) -> None:
    """Add pictures and pack or let go until killed, beginning with picture `first`."""
    clock = Clock()
    storage = open_sqlite(home, clock=clock)
    media = open_media(home / "media", encoder=EncoderHere())
    references = SqliteReferences(storage.writer, storage.readers)
    retention = Retention(storage.log, storage.store, media, references, clock, lambda: 0)
    packer = Packer(storage.log, media, references, clock)
    packing._ENOUGH = BATCH
    forgetter = Forgetter(storage.log, storage.store, media, references, clock)
    for turn in count():
        start = first + turn * BATCH
        numbers = range(start, start + BATCH)
        storage.log.append([event(number, media.put(picture(number), "image/webp")) for number in numbers])
        clock.now = at_us(numbers[-1]) + MINUTE_US
        print(f"a {numbers[-1]}", flush=True)
        if task == "packing":
            clock.now += 2 * DAY_US
            packer.run(1)
        else:
            packer.run(1)
            retention.apply(Policy(picture_days=KEEP_DAYS))
        if turn % 2:
            forgetter.forget(ForgetRequest(uids=(imported_uid("kill", str(start + 2)),)))
            print(f"d {start + 2}", flush=True)


def migrate(home: Path) -> None:
    """Bring an old database up to date."""
    print("a 0", flush=True)
    open_sqlite(home, clock=SystemClock()).close()
    print("done", flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "migration":
        migrate(Path(sys.argv[2]))
    else:
        upkeep(Path(sys.argv[2]), int(sys.argv[3]), sys.argv[1])
