"""Pictures of a screen on which little changes, as they are captured."""

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from storage.media import PackingMedia, Still


def draw_screens(count: int, *, width: int = 321, height: int = 201, first: int = 0) -> list[bytes]:
    """Pages of text that grow by a line each, as WebP."""
    found = []
    for number in range(first, first + count):
        picture = Image.new("RGB", (width, height), (250, 250, 246))
        pen = ImageDraw.Draw(picture)
        for line in range(number % 12 + 1):
            pen.text(
                (8, 4 + 15 * line), f"{number - number % 12 + line:3} the quick brown fox jumps", fill=(30, 60, 120)
            )
        pen.rectangle((width - 40, number * 7 % height, width - 10, number * 7 % height + 9), fill=(200, 30, 30))
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=70, method=0)
        found.append(out.getvalue())
    return found


def put_screens(media: PackingMedia, screens: Sequence[bytes], kind: str = "image/webp") -> list[Still]:
    """Store pictures and return them as stills, a second apart."""
    return [Still(media.put(content, kind), number * 1_000_000) for number, content in enumerate(screens)]


def likeness_db(one: bytes, other: bytes) -> float:
    """Peak signal-to-noise ratio of two pictures of one size."""
    first, second = (np.asarray(Image.open(io.BytesIO(part)).convert("RGB"), dtype=np.float64) for part in (one, other))
    assert first.shape == second.shape
    return float(10 * np.log10(255**2 / max(float(np.mean((first - second) ** 2)), 1e-9)))
