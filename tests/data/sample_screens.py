"""Pictures of a made-up working day: windows with real, readable text, rendered with Pillow as WebP with thumbnails."""

import io
from dataclasses import dataclass
from functools import cache
from random import Random

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1920, 1080
THUMBNAIL = (320, 180)
CAMERA_SIZE = (640, 480)


@dataclass(frozen=True, slots=True)
class Document:
    """What is open in a window: application, process, window title, and paragraphs of text."""

    app: str
    process: str
    title: str
    dark: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A rendered screen: WebP bytes, a thumbnail, and the text on it with boxes (x, y, width, height)."""

    document: Document
    webp: bytes
    thumbnail: bytes
    lines: tuple[tuple[str, tuple[int, int, int, int]], ...]


DOCUMENTS: tuple[Document, ...] = (
    Document(
        "Firefox",
        "docs",
        "Quarterly review · Docs",
        False,
        (
            "Quarterly review",
            "Launch moves to week 49. Budget unchanged at 48 400 €. Owner: design.",
            "The survey closes on Friday; results go to the whole team on Monday.",
            "Open question: who presents the demo, and on which machine?",
            "Risks: two suppliers have not answered, the venue needs a deposit by the 28th.",
            "Next step: agree the outline, then split the writing into four parts.",
        ),
    ),
    Document(
        "Firefox",
        "web",
        "Sourdough at home · Recipes",
        False,
        (
            "Sourdough at home",
            "Mix 500 g of flour with 350 g of water and let it rest for an hour.",
            "Fold every thirty minutes; the dough is ready when it holds its shape.",
            "Bake covered at 240 °C for 25 minutes, then open for another 20.",
        ),
    ),
    Document(
        "Firefox",
        "web",
        "Interval trees · Reference",
        False,
        (
            "Interval trees",
            "An interval tree finds all intervals that overlap a given point or interval.",
            "Insertion and deletion take O(log n) time; a query takes O(log n + k).",
            "Augment each node with the largest end of its subtree.",
        ),
    ),
    Document(
        "Code",
        "daytrail",
        "viewport.py — daytrail",
        True,
        (
            "viewport.py",
            "def zoomed(self, factor: float, x_px: float) -> Viewport:",
            "    anchor_us = self.time_at(x_px)",
            "    span_us = clamp(round(self.span_us * factor))",
            "    return Viewport(anchor_us - round(span_us * x_px / self.width_px), span_us)",
            "# the time under the pointer stays under the pointer",
        ),
    ),
    Document(
        "Code",
        "daytrail",
        "test_ruler.py — daytrail",
        True,
        (
            "test_ruler.py",
            "def test_ticks_follow_the_clock_when_it_changes() -> None:",
            "    labels = [tick.label for tick in ticks(view, berlin)]",
            '    assert labels.count("02:00") == 2',
            "# the night in October has the hour twice",
        ),
    ),
    Document(
        "Terminal",
        "bash",
        "make test — bash",
        True,
        (
            "$ make test",
            "tests/unit/app/timeline/test_viewport.py ......... [ 41%]",
            "tests/unit/app/timeline/test_ruler.py ............ [ 87%]",
            "tests/gui/timeline/test_canvas.py ....... [100%]",
            "214 passed in 18.42s",
        ),
    ),
    Document(
        "Meet",
        "chromium",
        "Weekly planning · Meet",
        True,
        (
            "Weekly planning",
            "Agenda: launch date, open survey, demo machine, notes",
            "Captions are on. The recording is kept on this computer only.",
            "4 people in the call",
        ),
    ),
    Document(
        "Thunderbird",
        "mail",
        "Inbox · Thunderbird",
        False,
        (
            "Inbox",
            "Venue: deposit received, the room is yours from nine",
            "Re: survey: 212 answers so far, most of them from the north",
            "Invoice 4417 is due on the 30th",
            "Train to the coast: platform 7, 08:52",
        ),
    ),
    Document(
        "LibreOffice",
        "calc",
        "Budget 2027 — Calc",
        False,
        (
            "Budget 2027",
            "Travel 6 200   Venue 9 400   Print 1 150   Equipment 12 300",
            "Total 29 050, left of the year 19 350",
            "Compare with last year: venue +12 %, print -30 %",
        ),
    ),
    Document(
        "Files",
        "nautilus",
        "Pictures",
        False,
        ("Pictures", "Coast 2026   Garden   Receipts   Scans   Wallpapers", "128 items, 2.4 GB free space 311 GB"),
    ),
)

BARS = {
    "Firefox": "#e4e7ec",
    "Code": "#21252b",
    "Terminal": "#1d2023",
    "Meet": "#202a26",
    "Thunderbird": "#dfe6f2",
    "LibreOffice": "#e3efe6",
    "Files": "#ece8e2",
}


@cache
def _font(size: int, bold: bool = False, mono: bool = False) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    name = "DejaVuSansMono.ttf" if mono else "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    try:
        return ImageFont.truetype(name, size)
    except OSError:
        return ImageFont.load_default(size)


def render(document: Document, scroll: int, chance: Random) -> Picture:
    """Render a document's window filling the screen, scrolled by some rows of further text."""
    ground, ink, faint = ("#16191f", "#d7dce5", "#2b303a") if document.dark else ("#f4f5f7", "#1c2430", "#d4d9e2")
    image = Image.new("RGB", (WIDTH, HEIGHT), ground)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 56), fill=BARS[document.app])
    draw.rounded_rectangle((24, 12, 364, 64), 8, fill=ground)
    kept = [_write(draw, (44, 24), document.title, 20, ink)]
    draw.rectangle((0, 57, 250, HEIGHT), fill="#101319" if document.dark else "#eef1f5")
    for row in range(9):
        draw.rounded_rectangle((30, 94 + row * 50, 30 + chance.randint(90, 180), 108 + row * 50), 3, fill=faint)
    left, top = (290, 90) if document.dark else (370, 120)
    if not document.dark:
        draw.rectangle((300, 86, 1620, HEIGHT), fill="#ffffff")
    kept.append(_write(draw, (left, top), document.lines[0], 38, ink, bold=True))
    mono = document.app in {"Code", "Terminal"}
    for row, line in enumerate(document.lines[1:]):
        shown = line.lstrip()
        indent = (len(line) - len(shown)) * 12
        kept.append(_write(draw, (left + indent, top + 80 + row * 52), shown, 24, ink, mono=mono))
    for row in range(12 + scroll % 5):
        y = top + 110 + (len(document.lines) - 1) * 52 + row * 52
        width = 300 + (row * 397 + scroll * 131) % 820
        draw.rounded_rectangle((left, y, left + width, y + 16), 3, fill=faint)
    if document.app == "Meet":
        for seat in range(4):
            x, y = 320 + seat % 2 * 640, 360 + seat // 2 * 340
            draw.rounded_rectangle(
                (x, y, x + 600, y + 310), 16, fill=("#2a3a34", "#33402f", "#2c3745", "#3a3145")[seat]
            )
            draw.ellipse((x + 245, y + 90, x + 355, y + 200), fill="#6f8a7f")
    return Picture(document, _webp(image), _webp(image.resize(THUMBNAIL, Image.Resampling.LANCZOS)), tuple(kept))


def camera_still(chance: Random) -> tuple[bytes, bytes]:
    """Render a webcam picture: someone at a desk, seen as shapes; WebP and its thumbnail."""
    image = Image.new("RGB", CAMERA_SIZE, "#39424e")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 200, 300), fill="#57616e")
    draw.rectangle((420, 60, 600, 200), fill="#46505c")
    x = 320 + chance.randint(-50, 50)
    draw.ellipse((x - 70, 120, x + 70, 290), fill="#b08d74")
    draw.rounded_rectangle((x - 140, 285, x + 140, 480), 60, fill="#4a6fa5")
    draw.rectangle((0, 430, 640, 480), fill="#6b5844")
    return _webp(image), _webp(image.resize((120, 90), Image.Resampling.LANCZOS))


def _write(
    draw: ImageDraw.ImageDraw,
    at: tuple[int, int],
    text: str,
    size: int,
    ink: str,
    *,
    bold: bool = False,
    mono: bool = False,
) -> tuple[str, tuple[int, int, int, int]]:
    font = _font(size, bold, mono)
    draw.text(at, text, font=font, fill=ink)
    left, top, right, bottom = draw.textbbox(at, text, font=font)
    return text, (int(left), int(top), int(right - left), int(bottom - top))


def _webp(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=72, method=2)
    return out.getvalue()
