"""Text on the screen: characters right, and how much cheaper a sequence is than reading each changed frame whole.

200 full HD frames of typing, scrolling and switching, rendered, stored and read as in a session; beside it the same two
models on each frame whole (on every fifth of them, since that takes minutes).
"""

import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from time import process_time

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from processing.layout import Line
from processing.models.catalog import Catalog
from processing.models.ppocr import Picture, PpOcr
from processing.processors.ocr import Ocr
from processing.screen_reader import Sight
from tests.data.observed import FONT, NOON_US, edits

WIDTH, HEIGHT, LEFT, TOP = 1920, 1080, 120, 90
MONO = FONT.replace("Sans", "SansMono")
STEP_US = 1_500_000
EVERY = 5
_WORDS = (
    "harbour invoice payment quarter report meeting window market garden station paper number letter bridge market "
    "return import value result total figure answer question simple always before during between thirty forty Monday "
    "Thursday review budget release engine signal colour method object filter buffer record timeline search table row"
)
VOCABULARY = tuple(_WORDS.split())


@dataclass(frozen=True, slots=True)
class Look:
    """How a window looks: its title, whether it is dark, font, size in points and distance of lines in pixels."""

    title: str
    dark: bool
    font: str
    points: int
    line_px: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What is on the screen: a window and its lines, from the upper edge on."""

    look: Look
    lines: tuple[str, ...]
    clock: str


EDITOR = Look("notes.txt - Editor", True, MONO, 15, 24)
DOCUMENT = Look("Review - Reader", False, FONT, 17, 27)
TERMINAL = Look("Terminal", True, MONO, 14, 22)
MAIL = Look("Inbox - Mail", False, FONT, 16, 30)


def figures() -> list[dict[str, object]]:
    """Return `ocr.char_accuracy` and `ocr.sequence_ratio`; about two minutes."""
    frames = list(sequence())
    files = [stored(drawn(frame)) for frame in frames]
    ours, our_s = _ours(frames, files)
    chosen = range(0, len(frames), EVERY)
    whole, whole_s = _whole([files[index] for index in chosen])
    right = _accuracy([frames[index] for index in chosen], [ours[index] for index in chosen])
    reference = _accuracy([frames[index] for index in chosen], whole)
    each_s = whole_s / len(chosen)
    ratio = each_s * len(frames) / our_s
    return [
        {
            "figure": "ocr.char_accuracy",
            "value": round(right, 4),
            "unit": "share of characters right",
            "reference": round(reference, 4),
            "ratio": round(right / reference, 4),
            "samples": sum(len(line) for index in chosen for line in frames[index].lines),
        },
        {
            "figure": "ocr.sequence_ratio",
            "value": round(ratio, 2),
            "unit": "our speed / full frames'",
            "reference": round(each_s, 3),
            "ratio": round(ratio, 2),
            "samples": len(frames),
        },
    ]


def sequence() -> Iterator[Shown]:
    """80 frames of typing, 60 of scrolling, 60 of switching between four windows, with a clock that ticks."""
    chance = random.Random(11)
    text = _prose(chance, 300)
    typed = "".join(f"{line} " for line in text[:40])
    for number in range(80):
        rows = [*text[100:118], *_wrapped(typed[: 12 * (number + 1)])]
        yield Shown(EDITOR, tuple(rows), _clock(number))
    for number in range(60):
        first = 3 * number
        yield Shown(DOCUMENT, tuple(text[first : first + 34]), _clock(80 + number))
    others = {TERMINAL: text[200:238], MAIL: text[240:270], EDITOR: text[100:130], DOCUMENT: text[20:54]}
    for number in range(60):
        look = list(others)[number % 4]
        fresh = [*others[look][1:], _prose(chance, 1)[0]] if number % 3 == 0 else others[look]
        others[look] = fresh
        yield Shown(look, tuple(fresh), _clock(140 + number))


def _prose(chance: random.Random, count: int) -> list[str]:
    return [" ".join(chance.choice(VOCABULARY) for _ in range(chance.randint(6, 12))) for _ in range(count)]


def _wrapped(text: str) -> list[str]:
    return [text[start : start + 80].strip() for start in range(0, len(text), 80)]


def _clock(number: int) -> str:
    return f"{10 + number // 40}:{number * 3 // 2 % 60:02d}"


@cache
def _font(name: str, points: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(name, points)


def drawn(shown: Shown) -> Image.Image:
    """Render a frame."""
    look = shown.look
    paper, ink = ("#1e1e2e", "#d8d8e0") if look.dark else ("#fdfdfb", "#1b1b1b")
    picture = Image.new("RGB", (WIDTH, HEIGHT), paper)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, WIDTH, 36), "#39424e")
    draw.text((16, 8), look.title, "#f0f0f0", font=_font(FONT, 15))
    draw.text((WIDTH - 90, 8), shown.clock, "#f0f0f0", font=_font(FONT, 15))
    for row, line in enumerate(shown.lines):
        draw.text((LEFT, TOP + row * look.line_px), line, ink, font=_font(look.font, look.points))
    return picture


def stored(picture: Image.Image) -> bytes:
    """Encode a frame as the recorder does."""
    content = io.BytesIO()
    picture.save(content, "WEBP", quality=80)
    return content.getvalue()


def _opened(file: bytes) -> Picture:
    with Image.open(io.BytesIO(file)) as stored:
        return np.ascontiguousarray(np.asarray(stored.convert("RGB"))[:, :, ::-1])


def _ours(frames: Sequence[Shown], files: Sequence[bytes]) -> tuple[list[list[Line]], float]:
    processor = Ocr()
    reader = processor.load({"ocr": Catalog().find("ocr", processor.model)})
    found = []
    began_s = process_time()
    for number, (frame, file) in enumerate(zip(frames, files, strict=True)):
        sight = Sight(_opened(file), "desk/0", frame.look.title, NOON_US + number * STEP_US)
        found.append(list(reader.read(sight)))
    return found, process_time() - began_s


def _whole(files: Sequence[bytes]) -> tuple[list[list[Line]], float]:
    engine = PpOcr.load(Catalog().find("ocr", Ocr().model).path)
    found = []
    began_s = process_time()
    for file in files:
        picture = _opened(file)
        lines = []
        for quad in engine.detect(picture, Ocr().side_px / WIDTH):
            text, score = engine.recognise(engine.crop(picture, quad))
            left, top = quad.min(axis=0).tolist()
            right, bottom = quad.max(axis=0).tolist()
            lines.append(Line(text, round(left), round(top), round(right - left), round(bottom - top), score))
        found.append(lines)
    return found, process_time() - began_s


def _accuracy(frames: Sequence[Shown], read: Sequence[Sequence[Line]]) -> float:
    """Share of characters right, spaces aside: what lies on a row is compared with what stands there."""
    wrong = total = 0
    for frame, lines in zip(frames, read, strict=True):
        for row, wanted in enumerate(frame.lines):
            top = TOP + row * frame.look.line_px
            here = [line for line in lines if top <= line.y + line.height / 2 < top + frame.look.line_px]
            got = "".join(line.text for line in sorted(here, key=lambda line: line.x)).replace(" ", "")
            bare = wanted.replace(" ", "")
            wrong += min(len(bare), edits(bare, got))
            total += len(bare)
    return 1 - wrong / total
