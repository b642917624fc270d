"""What packing old pictures saves, and what showing a packed one costs.

`packing.size_ratio`: bytes of the segments over those of the originals (WebP, quality 60), on drawn pages that are
read, scrolled and typed into, light and dark, some with a photograph. `packing.read_p95_ms`: from an address to the
picture's bytes, for pictures all over a segment; reference: the original, from the folder.
"""

import io
import json
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from storage.media import Still
from storage.objects.encoder import EncoderHere
from storage.objects.open import open_media
from tests.bench.storage_mix import _WORDS

COUNT = 48
WIDTH_PX, HEIGHT_PX = 1_920, 1_080
READS = 40


def figures() -> list[dict[str, object]]:
    """Measure; about half a minute."""
    with tempfile.TemporaryDirectory() as folder:
        media = open_media(Path(folder, "media"), encoder=EncoderHere())
        originals = [_webp(screen) for screen in _screens(COUNT)]
        stills = [Still(media.put(content, "image/webp"), number) for number, content in enumerate(originals)]
        chosen = random.Random(2).choices(stills, k=READS)
        plain = [_milliseconds(lambda still=still: media.get(still.address)) for still in chosen]  # type: ignore[misc]
        before = media.size_bytes()
        began = time.perf_counter()
        packed = media.pack(stills)
        took = time.perf_counter() - began
        reads = [_milliseconds(lambda still=still: media.get(still.address)) for still in chosen]  # type: ignore[misc]
        ratio = media.size_bytes() / before
        media.close()
    return [
        _figure("packing.size_ratio", ratio, "of the originals", packed.pictures, None),
        _figure("packing.pictures_per_s", packed.pictures / took, "pictures/s", packed.pictures, None),
        _figure("packing.read_p95_ms", _p95(reads), "ms", READS, _p95(plain)),
    ]


def _screens(count: int) -> Iterator[Image.Image]:
    chance = random.Random(3)
    font = ImageFont.load_default(16)
    lines = [" ".join(chance.choices(_WORDS, k=18)) for _ in range(400)]
    photograph = _photograph()
    top, typed = 0, ""
    for number in range(count):
        if number % 12 == 0:
            top, typed = chance.randrange(300), ""
        elif number % 4 == 0:
            top += chance.choice((3, 10, 30))
        else:
            typed += " " + chance.choice(_WORDS)
        dark = number // 12 % 3 == 1
        screen = Image.new("RGB", (WIDTH_PX, HEIGHT_PX), (30, 30, 36) if dark else (250, 250, 248))
        pen = ImageDraw.Draw(screen)
        for row in range(46):
            pen.text(
                (60, 50 + row * 21), lines[(top + row) % 400], font=font, fill=(210,) * 3 if dark else (30, 30, 60)
            )
        pen.text((60, 1_040), typed[-100:], font=font, fill=(0, 120, 0))
        if number // 12 % 2:
            screen.paste(photograph, (1_350, 200))
        yield screen


def _photograph() -> Image.Image:
    slope = np.add.outer(np.linspace(0, 200, 400), np.linspace(0, 50, 500))[..., None] * np.array([1, 0.7, 0.4])
    noise = np.random.default_rng(1).normal(0, 8, (400, 500, 3))
    return Image.fromarray(np.clip(slope + noise, 0, 255).astype(np.uint8))


def _webp(screen: Image.Image) -> bytes:
    out = io.BytesIO()
    screen.save(out, "WEBP", quality=60, method=0)
    return out.getvalue()


def _milliseconds(work: object) -> float:
    assert callable(work)
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1_000


def _p95(times: list[float]) -> float:
    return float(np.percentile(times, 95))


def _figure(name: str, value: float, unit: str, samples: int, reference: float | None) -> dict[str, object]:
    return {
        "figure": name,
        "value": round(value, 3),
        "unit": unit,
        "reference": None if reference is None else round(reference, 3),
        "ratio": None if reference is None else round(value / reference, 3),
        "samples": samples,
    }


if __name__ == "__main__":
    print(json.dumps(figures(), indent=2))
