import io

import numpy as np
import pytest
from PIL import Image

from capture.screen.stills import StillFormat, encode


@pytest.mark.parametrize("kind", list(StillFormat))
def test_a_still_shows_the_colours_that_the_screen_showed(kind: StillFormat) -> None:
    pixels = np.zeros((120, 160, 4), np.uint8)
    pixels[:, :80] = (250, 120, 10, 0)  # blue, green, red
    picture = Image.open(io.BytesIO(encode(pixels, kind, 80)))
    assert picture.get_format_mimetype() == kind.mime  # type: ignore[attr-defined]
    assert picture.size == (160, 120)
    assert np.allclose(picture.convert("RGB").getpixel((20, 60)), (10, 120, 250), atol=12)
    assert np.allclose(picture.convert("RGB").getpixel((140, 60)), (0, 0, 0), atol=12)


def test_a_higher_quality_is_larger() -> None:
    pixels = np.random.default_rng(1).integers(0, 255, (120, 160, 4), np.uint8)
    assert len(encode(pixels, StillFormat.WEBP, 90)) > len(encode(pixels, StillFormat.WEBP, 20))
